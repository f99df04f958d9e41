-- Which of the incoming events are already in the log?
-- `incoming` stands for the Arrow table of events about to be recorded.
-- One row per event that is already known.
select event.event_id from event inner join incoming using (event_id)

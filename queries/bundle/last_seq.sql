-- What is the number of the last event of the log?
-- One row.
select coalesce(max(event.seq), 0) as last_seq from event

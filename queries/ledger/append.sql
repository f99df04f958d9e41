-- Append the incoming events to the log, numbered in order of arrival.
-- `incoming` stands for the Arrow table of new events.
-- One row per event.
insert into event by name
select
    (select coalesce(max(event.seq), 0) from event) + row_number() over (order by incoming.position) as seq,
    incoming.* exclude (position)
from incoming

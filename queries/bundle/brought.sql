-- Note that an operation came from another desk, and how far in the log.
-- $operation_id as it stands here.
-- One row: how many operations were noted.
insert into brought
select $operation_id as operation_id, coalesce(max(event.seq), 0) as last_seq
from event
where event.operation_id = $operation_id

-- How many objects of a kind ever reached a done status in an operation?
-- $operation_id; $as_of, $known_at (UTC); $subject and $facet, such as site and work.
-- One row: how many did, and how many were reported on at all.
select count(*) filter (told.done_since is not null) as done_count, count(*) as told_count
from held($operation_id, $subject, $facet, $as_of, $known_at) as told

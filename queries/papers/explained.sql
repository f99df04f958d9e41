-- Which differences between the accounts of people moved has somebody explained?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per township, category and kind of difference; persons is how many were explained.
select
    split_part(said.subject_id, ':', 1) as township_code,
    split_part(said.subject_id, ':', 2) as category,
    split_part(said.subject_id, ':', 3) as gap,
    said.quantity as persons,
    said.valid_from as explained_at,
    said.event_id
from held($operation_id, 'tally', 'explained', $as_of, $known_at) as said
order by township_code, category, gap

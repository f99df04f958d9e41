-- Which levels were decided on, and from when?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per decision that was believed at the moment.
select subject_id as hazard, status, category as level_code, valid_from as level_from
from believed($operation_id, 'response', 'level', $as_of, $known_at)
order by valid_from, subject_id

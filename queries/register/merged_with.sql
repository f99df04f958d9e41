-- Which rows were merged by one decision? $roster is the set of lists, $recorded_at (UTC) when it was
-- written.
-- One row per pair.
select same_as.register, same_as.kept_id, same_as.other_id
from same_as
where same_as.roster = $roster and same_as.recorded_at = $recorded_at and same_as.decision = 'merged'
;

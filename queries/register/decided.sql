-- Which two rows of a register has a person decided on, one way or the other? $roster is the set of lists,
-- $register the table, $known_at (UTC) the moment.
-- One row per pair, with its last decision.
select
    same_as.kept_id,
    same_as.other_id,
    arg_max(same_as.decision, (same_as.decided_at, same_as.recorded_at)) as decision
from same_as
where same_as.roster = $roster and same_as.register = $register and same_as.decided_at <= $known_at
group by same_as.kept_id, same_as.other_id
;

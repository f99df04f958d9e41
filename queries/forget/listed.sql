-- How many rows of the lists does an operation's forgetting touch?
-- $operation_id and the $roster that it reads; $done_at (UTC).
-- One row per register with any row of the lists: those that become pseudonyms, those that go, those that
-- stay.
select
    register,
    count(*) filter (was_held(valid_from, valid_to, $operation_id)) as forgotten_count,
    count(*) filter (not is_needed(roster, valid_from, valid_to, $operation_id, $done_at)) as gone_count,
    count(*) filter (is_needed(roster, valid_from, valid_to, $operation_id, $done_at)) as kept_count
from listed_versions()
where roster = $roster
group by register
order by register

-- What does the register hold of a team's leader, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    team.leader_name as name,
    team.phone,
    null as address,
    null as needs,
    team.note,
    team.township_code,
    team.village_code
from team
where
    team.roster = roster_of($operation_id)
    and team.valid_from <= $as_of
    and $as_of < team.valid_to
    and team.team_id = $object_id

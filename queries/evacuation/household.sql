-- Who belongs to the same household, crew or site group as one evacuee, and how do they stand?
-- $operation_id; $as_of, $known_at (UTC); $object_id of the register.
-- One row per member of the group, the asked one among them; status is null without a report.
select
    member.evacuee_id as object_id,
    member.name,
    member.persons,
    member.needs,
    standing.status,
    standing.progress,
    standing.since
from evacuee as one
inner join evacuee as member on one.household_id = member.household_id and one.roster = member.roster
left join
    evacuation_standing($operation_id, $as_of, $known_at, null) as standing
    on member.evacuee_id = standing.object_id
where
    one.evacuee_id = $object_id
    and one.roster = roster_of($operation_id)
    and one.valid_from <= $as_of
    and $as_of < one.valid_to
    and member.valid_from <= $as_of
    and $as_of < member.valid_to
order by member.evacuee_id

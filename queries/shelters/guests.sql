-- Who is signed in at a shelter?
-- $operation_id; $as_of, $known_at (UTC); $shelter_id.
-- One row per evacuee (a person or household group) at the shelter by roster, the latest first.
select
    stay.evacuee_id as object_id,
    register.name,
    standing.category,
    standing.township_code,
    standing.village_code,
    stay.persons,
    standing.since,
    register.needs
from shelter_stays($operation_id, $as_of, $known_at) as stay
inner join
    evacuation_standing($operation_id, $as_of, $known_at, null) as standing
    on stay.evacuee_id = standing.object_id
left join evacuee_register($operation_id, $as_of) as register on stay.evacuee_id = register.evacuee_id
where $as_of < stay.valid_to and stay.shelter_id = $shelter_id
order by standing.since desc, stay.evacuee_id

-- Who is on the transfer list, with what needs, who guarantees, where do they go, how do they stand?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per evacuee (a person or a household group of `persons`) with any move report in this operation;
-- the shelter is the one assigned on the list.
select
    standing.object_id,
    register.name,
    register.phone,
    register.household_id,
    standing.persons,
    standing.category,
    standing.township_code,
    standing.village_code,
    register.danger_place,
    register.needs,
    shelter.name as shelter_name,
    standing.status,
    standing.is_moved,
    standing.happened_at,
    officer.name as officer_name,
    officer.phone as officer_phone,
    township_officer.name as township_officer_name,
    township_officer.phone as township_officer_phone
from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
left join evacuee_register($operation_id, $as_of) as register on standing.object_id = register.evacuee_id
left join
    shelter
    on register.shelter_id = shelter.shelter_id
    and shelter.roster = roster_of($operation_id)
    and shelter.valid_from <= $as_of
    and $as_of < shelter.valid_to
left join officers($operation_id, $as_of) as officer on register.village_guarantor_id = officer.person_id
left join
    officers($operation_id, $as_of) as township_officer
    on register.township_guarantor_id = township_officer.person_id
order by standing.township_code, standing.village_code, standing.category, standing.object_id

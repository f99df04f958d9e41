-- Who has not moved yet, where are they, and who answers for them?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per evacuee (a person or a household group of `persons`) who should move and never has, the
-- refusing first, then the longest in the same status; officer = village guarantor.
select
    standing.object_id,
    register.name,
    register.phone,
    standing.category,
    standing.township_code,
    standing.village_code,
    register.lat,
    register.lon,
    standing.persons,
    standing.status,
    standing.progress,
    standing.since,
    standing.happened_at,
    standing.last_recorded_at,
    register.household_id,
    register.danger_place,
    register.needs,
    register.shelter_id,
    register.village_guarantor_id as officer_id,
    officer.name as officer_name,
    officer.phone as officer_phone,
    register.township_guarantor_id as township_officer_id,
    township_officer.name as township_officer_name,
    township_officer.phone as township_officer_phone
from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
left join evacuee_register($operation_id, $as_of) as register on standing.object_id = register.evacuee_id
left join officers($operation_id, $as_of) as officer on register.village_guarantor_id = officer.person_id
left join
    officers($operation_id, $as_of) as township_officer
    on register.township_guarantor_id = township_officer.person_id
where not standing.is_moved
order by case when standing.progress = 'trouble' then 0 else 1 end, standing.since, standing.object_id

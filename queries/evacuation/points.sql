-- Where does each evacuee live, how do they stand, and who of the village answers for them?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per evacuee with any report in this operation; the place is that of the register, empty when the
-- register does not know it.
select
    standing.object_id,
    register.lat,
    register.lon,
    register.name,
    standing.category,
    standing.township_code,
    standing.village_code,
    standing.status,
    standing.progress,
    standing.is_moved,
    standing.persons,
    standing.since,
    standing.happened_at,
    standing.last_recorded_at,
    officer.name as officer_name,
    officer.phone as officer_phone
from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
left join evacuee_register($operation_id, $as_of) as register on standing.object_id = register.evacuee_id
left join officers($operation_id, $as_of) as officer on register.village_guarantor_id = officer.person_id
order by standing.object_id

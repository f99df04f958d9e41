-- Who is ticked as moved on the roster and was looked for in vain?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per evacuee whose move was done and who is held as not seen, the longest first; officer = village
-- guarantor, who owes the explanation.
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
    seen.status as seen_status,
    seen.valid_from as since,
    standing.happened_at,
    seen.known_from as last_recorded_at,
    register.shelter_id,
    register.village_guarantor_id as officer_id,
    officer.name as officer_name,
    officer.phone as officer_phone,
    register.township_guarantor_id as township_officer_id,
    township_officer.name as township_officer_name,
    township_officer.phone as township_officer_phone
from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
inner join
    held($operation_id, 'evacuee', 'seen', $as_of, $known_at) as seen on standing.object_id = seen.subject_id
left join evacuee_register($operation_id, $as_of) as register on standing.object_id = register.evacuee_id
left join officers($operation_id, $as_of) as officer on register.village_guarantor_id = officer.person_id
left join
    officers($operation_id, $as_of) as township_officer
    on register.township_guarantor_id = township_officer.person_id
where standing.is_moved and seen.status = 'not_seen'
order by seen.valid_from, standing.object_id

-- How does every shelter stand, where is it, how full, and who answers for it?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per shelter of the roster; status is null without a report, occupants without a headcount.
select
    standing.*,
    officer.name as officer_name,
    officer.phone as officer_phone,
    officer.deputy_name,
    officer.deputy_phone
from shelter_standing($operation_id, $as_of, $known_at, $area_code) as standing
left join officers($operation_id, $as_of) as officer on standing.officer_id = officer.person_id
order by standing.township_code, standing.village_code, standing.object_id

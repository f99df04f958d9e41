-- Which shelters are not open, where are they, and who answers for each?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per shelter neither open nor closed again, those in danger first, then those without a word.
select
    standing.*,
    officer.name as officer_name,
    officer.phone as officer_phone,
    officer.deputy_name,
    officer.deputy_phone
from shelter_standing($operation_id, $as_of, $known_at, $area_code) as standing
left join officers($operation_id, $as_of) as officer on standing.officer_id = officer.person_id
where coalesce(standing.progress, 'todo') not in ('done', 'over')
order by
    case when standing.hazard_status = 'at_risk' then 0 when standing.status is null then 1 else 2 end,
    standing.since,
    standing.object_id

-- How does one shelter stand, where is it, how full, and who answers for it?
-- $operation_id; $as_of, $known_at (UTC); $object_id of the register.
-- One row, or none when the roster of the moment does not list it.
select
    standing.*,
    officer.name as officer_name,
    officer.phone as officer_phone,
    officer.deputy_name,
    officer.deputy_phone
from shelter_standing($operation_id, $as_of, $known_at, null) as standing
left join officers($operation_id, $as_of) as officer on standing.officer_id = officer.person_id
where standing.object_id = $object_id

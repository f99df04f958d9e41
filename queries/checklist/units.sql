-- Which units owe actions, and by whom are they reached?
-- $operation_id; $as_of (UTC).
-- One row per member unit of the roster valid at the moment.
select unit.unit_id, unit.name, unit.name_en, unit.liaison_name, unit.phone
from member_unit as unit
where unit.roster = roster_of($operation_id) and unit.valid_from <= $as_of and $as_of < unit.valid_to
order by unit.unit_id

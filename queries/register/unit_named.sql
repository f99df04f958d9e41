-- Which member units bear this name or identifier on the operation's list?
-- $operation_id; $unit a name or an identifier.
-- One row per unit; none when the list knows no such unit.
select distinct unit.unit_id
from member_unit as unit
where unit.roster = roster_of($operation_id) and $unit in (unit.unit_id, unit.name, unit.name_en)

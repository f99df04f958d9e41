-- What does the register hold of a member unit's liaison, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    member_unit.liaison_name as name,
    member_unit.phone,
    null as address,
    null as needs,
    member_unit.note,
    member_unit.township_code,
    member_unit.village_code
from member_unit
where
    member_unit.roster = roster_of($operation_id)
    and member_unit.valid_from <= $as_of
    and $as_of < member_unit.valid_to
    and member_unit.unit_id = $object_id

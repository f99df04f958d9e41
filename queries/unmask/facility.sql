-- What does the register hold of a facility's owner, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    facility.owner_name as name,
    facility.phone,
    null as address,
    null as needs,
    facility.note,
    facility.township_code,
    facility.village_code
from facility
where
    facility.roster = roster_of($operation_id)
    and facility.valid_from <= $as_of
    and $as_of < facility.valid_to
    and facility.facility_id = $object_id

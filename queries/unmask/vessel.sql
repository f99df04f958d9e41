-- What does the register hold of a vessel's owner, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    vessel.owner_name as name,
    vessel.phone,
    null as address,
    null as needs,
    vessel.note,
    vessel.township_code,
    vessel.village_code
from vessel
where
    vessel.roster = roster_of($operation_id)
    and vessel.valid_from <= $as_of
    and $as_of < vessel.valid_to
    and vessel.vessel_id = $object_id

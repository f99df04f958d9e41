-- What does the register hold of an evacuee, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    evacuee.name,
    evacuee.phone,
    evacuee.address,
    evacuee.needs,
    evacuee.note,
    evacuee.township_code,
    evacuee.village_code
from evacuee
where
    evacuee.roster = roster_of($operation_id)
    and evacuee.valid_from <= $as_of
    and $as_of < evacuee.valid_to
    and evacuee.evacuee_id = $object_id

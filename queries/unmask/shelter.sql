-- What does the register hold of a shelter's manager, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    shelter.manager_name as name,
    shelter.phone,
    null as address,
    null as needs,
    shelter.note,
    shelter.township_code,
    shelter.village_code
from shelter
where
    shelter.roster = roster_of($operation_id)
    and shelter.valid_from <= $as_of
    and $as_of < shelter.valid_to
    and shelter.shelter_id = $object_id

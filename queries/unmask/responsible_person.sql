-- What does the register hold of a responsible person, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    responsible_person.name,
    responsible_person.phone,
    null as address,
    null as needs,
    responsible_person.note,
    responsible_person.township_code,
    responsible_person.village_code
from responsible_person
where
    responsible_person.roster = roster_of($operation_id)
    and responsible_person.valid_from <= $as_of
    and $as_of < responsible_person.valid_to
    and responsible_person.person_id = $object_id

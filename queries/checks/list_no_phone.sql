-- Which responsible persons of the lists have no phone, so that nobody can call them out?
-- $operation_id; $as_of (UTC).
-- One row per person.
select
    'responsible_person' as subject,
    person.person_id as object_id,
    $operation_id as operation_id,
    'no_phone' as what,
    coalesce(person.post_name, person.role_code, '—') as detail,
    person.township_code,
    person.village_code
from responsible_person as person
where
    person.roster = roster_of($operation_id)
    and person.valid_from <= $as_of
    and $as_of < person.valid_to
    and person.phone is null
order by person.township_code, person.village_code, person.person_id

-- Which phones of responsible persons stand for several villages?
-- $operation_id; $as_of (UTC); $least_count how many villages make it worth asking.
-- One row per phone: the first of its persons, who names it without telling it, and the villages.
select min(person.person_id) as person_id, list(distinct person.village_code) as village_codes
from responsible_person as person
inner join phone_marks($operation_id, $as_of) as marks on person.person_id = marks.person_id
where
    person.roster = roster_of($operation_id)
    and person.valid_from <= $as_of
    and $as_of < person.valid_to
    and person.village_code is not null
group by marks.phone_mark
having count(distinct person.village_code) >= $least_count
order by person_id

-- Is somebody on a list of responsible persons, now or before?
-- $person_id.
-- One row when he is.
select person.person_id from responsible_person as person where person.person_id = $person_id limit 1

-- Is a set of lists in the file already?
-- $roster the set.
-- One row: how many responsible persons it has.
select count(*) as person_count from responsible_person where responsible_person.roster = $roster

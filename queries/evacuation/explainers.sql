-- Who of each township explains its figures of people moved?
-- $operation_id; $as_of (UTC).
-- One row per township: the first on the list of its evacuation group, else its commander.
select
    person.township_code,
    arg_min(person.person_id, rank.choice) as officer_id,
    arg_min(person.name, rank.choice) as officer_name,
    arg_min(person.phone, rank.choice) as officer_phone
from responsible_person as person
cross join
    lateral(
        select
            (
                case person.role_code when 'township_evacuation' then 1 when 'township_commander' then 2 end,
                person.person_id
            ) as choice
    ) as rank
where
    person.roster = roster_of($operation_id)
    and person.valid_from <= $as_of
    and $as_of < person.valid_to
    and person.role_code in ('township_evacuation', 'township_commander')
group by person.township_code
order by person.township_code

-- Who answers for objects and has no deputy?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per person, those with most objects first; named_id is a deputy that the list does not hold.
with
    answered as (
        select register.officer_id, count(*) as object_count
        from register_at($operation_id, $as_of) as register
        where register.officer_id is not null and register.subject <> 'responsible_person'
        group by register.officer_id
    )

select
    person.object_id as person_id,
    person.name,
    person.officer_phone as phone,
    person.status,
    person.since,
    person.township_code,
    person.village_code,
    person.deputy_id as named_id,
    answered.object_count
from duty_standing($operation_id, $as_of, $known_at, $area_code) as person
inner join answered on person.object_id = answered.officer_id
left join
    responsible_person as deputy
    on person.deputy_id = deputy.person_id
    and deputy.roster = roster_of($operation_id)
    and deputy.valid_from <= $as_of
    and $as_of < deputy.valid_to
where deputy.person_id is null or person.deputy_id = person.object_id
order by answered.object_count desc, person.object_id

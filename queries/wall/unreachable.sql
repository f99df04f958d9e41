-- Which responsible persons cannot be reached, by township and tier?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per township and tier with anybody unreachable: how many, and since when at the longest.
select
    person.township_code,
    person.tier,
    count(*) as persons,
    min(duty.since) as since,
    any_value(person.village_code) as village_code,
    count(distinct person.village_code) as village_count
from held($operation_id, 'responsible_person', 'duty', $as_of, $known_at) as duty
inner join
    responsible_person as person
    on duty.subject_id = person.person_id
    and person.roster = roster_of($operation_id)
    and person.valid_from <= $as_of
    and $as_of < person.valid_to
where duty.status = 'unreachable'
group by person.township_code, person.tier
order by person.township_code, person.tier

-- Who may propose and decide: the county's responsible persons, and who did so before on these lists?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per person or post, those on the list first; name, post and role are empty for one who is not on
-- it.
with
    listed as (
        select person.person_id as decider, person.name, person.post_name, person.role_code
        from responsible_person as person
        where
            person.roster = roster_of($operation_id)
            and person.tier = 'county'
            and person.valid_from <= $as_of
            and $as_of < person.valid_to
    ),

    named as (
        select distinct event.actor as decider
        from event
        inner join operation on event.operation_id = operation.operation_id
        where
            event.subject = 'response'
            and event.facet = 'proposal'
            and event.recorded_at <= $known_at
            and operation.roster = roster_of($operation_id)
    )

select listed.decider, listed.name, listed.post_name, listed.role_code, true as is_listed
from listed
union all
select named.decider, null, null, null, false
from named
where named.decider not in (select listed.decider from listed)
order by is_listed desc, role_code, decider

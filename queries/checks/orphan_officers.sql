-- Which rows of the lists name somebody answering for them who is not on the list of responsible persons?
-- $operation_id; $as_of (UTC).
-- One row per object and person named.
with
    named as (
        select register.subject, register.object_id, register.officer_id as person_id
        from register_at($operation_id, $as_of) as register
        union
        select 'evacuee' as subject, evacuee.evacuee_id as object_id, guarantor.person_id
        from evacuee_register($operation_id, $as_of) as evacuee
        cross join
            unnest([evacuee.township_guarantor_id, evacuee.village_guarantor_id]) as guarantor(person_id)
    )

select
    named.subject,
    named.object_id,
    $operation_id as operation_id,
    'unknown_officer' as what,
    named.person_id as detail
from named
left join officers($operation_id, $as_of) as officer on named.person_id = officer.person_id
where named.person_id is not null and officer.person_id is null
order by named.subject, named.object_id, detail

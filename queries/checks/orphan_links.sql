-- Which rows of the lists lead to a shelter, a harbour or another object that no list names?
-- $operation_id; $as_of (UTC).
-- One row per object and broken link.
with
    links as (
        select
            'evacuee' as subject,
            evacuee.evacuee_id as object_id,
            'unknown_shelter' as what,
            evacuee.shelter_id as target_id
        from evacuee_register($operation_id, $as_of) as evacuee
        union all
        select
            'evacuee' as subject,
            evacuee.evacuee_id as object_id,
            'unknown_link' as what,
            evacuee.linked_id as target_id
        from evacuee_register($operation_id, $as_of) as evacuee
        union all
        select
            'vessel' as subject,
            vessel.vessel_id as object_id,
            'unknown_harbour' as what,
            vessel.harbour_id as target_id
        from vessel
        where
            vessel.roster = roster_of($operation_id)
            and vessel.valid_from <= $as_of
            and $as_of < vessel.valid_to
    ),

    listed as (
        select distinct
            case
                register.subject
                when 'shelter'
                then 'unknown_shelter'
                when 'harbour'
                then 'unknown_harbour'
                else 'unknown_link'
            end as what,
            register.object_id
        from register_at($operation_id, $as_of) as register
        where register.subject in ('shelter', 'harbour', 'vessel', 'site', 'danger_zone', 'facility')
    )

select links.subject, links.object_id, $operation_id as operation_id, links.what, links.target_id as detail
from links
left join listed on links.what = listed.what and links.target_id = listed.object_id
where links.target_id is not null and listed.object_id is null
order by links.subject, links.object_id, detail

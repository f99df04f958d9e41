-- Where are more people reported moved, or more crew or workers counted, than the lists name?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per object and fact whose number exceeds the list's.
with
    listed as (
        select 'evacuee' as subject, 'move' as facet, evacuee.evacuee_id as object_id, evacuee.persons_listed
        from evacuee_register($operation_id, $as_of) as evacuee
        union all
        select 'vessel' as subject, 'crew' as facet, vessel.vessel_id as object_id, vessel.crew_count
        from vessel
        where
            vessel.roster = roster_of($operation_id)
            and vessel.valid_from <= $as_of
            and $as_of < vessel.valid_to
        union all
        select 'site' as subject, 'workers' as facet, site.site_id as object_id, site.worker_count
        from construction_site as site
        where site.roster = roster_of($operation_id) and site.valid_from <= $as_of and $as_of < site.valid_to
    )

select
    listed.subject,
    listed.object_id,
    $operation_id as operation_id,
    'more_than_listed' as what,
    span.quantity || ' > ' || listed.persons_listed as detail,
    span.township_code,
    span.event_id
from listed
inner join
    span
    on listed.subject = span.subject
    and listed.facet = span.facet
    and listed.object_id = span.subject_id
    and listed.persons_listed < span.quantity
where
    span.operation_id = $operation_id
    and span.valid_from <= $as_of
    and $as_of < span.valid_to
    and span.known_from <= $known_at
    and $known_at < span.known_to
order by span.quantity - listed.persons_listed desc, listed.subject, listed.object_id

-- Which objects are reported on that no list of the operation names, then or now?
-- $operation_id; $known_at (UTC).
-- One row per object that is on no register of the roster.
with
    reported as (
        select
            event.subject,
            event.subject_id,
            count(*) as event_count,
            max(event.recorded_at) as last_recorded_at
        from event
        where
            event.operation_id = $operation_id
            and event.recorded_at <= $known_at
            and event.subject
            in ('responsible_person', 'evacuee', 'vessel', 'site', 'shelter', 'facility', 'unit')
        group by event.subject, event.subject_id
        union all
        select
            'vessel' as subject,
            position.vessel_id as subject_id,
            count(*) as event_count,
            max(position.recorded_at) as last_recorded_at
        from position
        where position.operation_id = $operation_id and position.recorded_at <= $known_at
        group by position.vessel_id
    ),

    listed as (
        select distinct register.subject, register.object_id from register_rows($operation_id) as register
    )

select
    reported.subject,
    reported.subject_id as object_id,
    $operation_id as operation_id,
    'unknown_object' as what,
    cast(reported.event_count as varchar) as detail,
    reported.last_recorded_at
from reported
left join listed on reported.subject = listed.subject and reported.subject_id = listed.object_id
where listed.object_id is null
order by reported.subject, object_id

-- Which reports carry a status that the reference does not know, so that no screen has a word for it?
-- $operation_id; $known_at (UTC).
-- One row per subject, fact and status.
select
    event.subject,
    min(event.subject_id) as object_id,
    $operation_id as operation_id,
    'unknown_status' as what,
    event.facet || '=' || event.status as detail,
    count(*) as event_count
from event
left join
    status on event.subject = status.subject and event.facet = status.facet and event.status = status.status
where
    event.operation_id = $operation_id
    and event.recorded_at <= $known_at
    and event.status <> 'withdrawn'
    and status.status is null
group by event.subject, event.facet, event.status
order by event.subject, detail

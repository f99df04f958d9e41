-- Which reports say the very same of the same object at the same instant under different identifiers?
-- $operation_id; $known_at (UTC).
-- One row per group of such reports; corrections and what they overrule are left out.
select
    event.subject,
    event.subject_id as object_id,
    $operation_id as operation_id,
    'same_report' as what,
    event.facet || '=' || event.status || ' × ' || count(*) as detail,
    event.happened_at,
    min(event.event_id) as event_id,
    max(event.event_id) as other_event_id
from standing_events($operation_id, $known_at) as event
where event.subject <> 'log' and event.corrects is null
group by
    event.subject,
    event.subject_id,
    event.facet,
    event.status,
    event.happened_at,
    event.account,
    event.quantity,
    event.category,
    event.source,
    event.actor,
    event.payload
having count(*) > 1
order by event.happened_at, event.subject, object_id

-- Which corrections name no report of this operation, or one on another object or fact?
-- $operation_id; $known_at (UTC).
-- One row per correction that leads nowhere.
select
    event.subject,
    event.subject_id as object_id,
    $operation_id as operation_id,
    case when corrected.event_id is null then 'corrects_nothing' else 'corrects_another' end as what,
    event.corrects as detail,
    event.event_id,
    event.recorded_at
from event
left join event as corrected on event.corrects = corrected.event_id
where
    event.operation_id = $operation_id
    and event.recorded_at <= $known_at
    and event.corrects is not null
    and (corrected.operation_id, corrected.subject, corrected.subject_id, corrected.facet)
    is distinct from (event.operation_id, event.subject, event.subject_id, event.facet)
order by event.recorded_at, event.event_id

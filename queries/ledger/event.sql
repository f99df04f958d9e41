-- What does one event say?
-- $event_id.
-- One row: the event, none when there is none.
select
    event.event_id,
    event.operation_id,
    event.subject,
    event.subject_id,
    event.facet,
    event.status,
    event.happened_at,
    event.recorded_at,
    event.source,
    event.actor,
    event.account,
    event.township_code,
    event.village_code,
    event.category,
    event.quantity,
    event.lat,
    event.lon,
    event.payload,
    event.corrects,
    event.import_id
from event
where event.event_id = $event_id

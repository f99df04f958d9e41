-- Which events are already in the chains that the incoming events belong to?
-- `chains` stands for the Arrow table of chains (operation, subject, subject_id, facet).
-- One row per event.
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
inner join chains using (operation_id, subject, subject_id, facet)

-- What does the log hold under these identifiers?
-- `incoming` stands for the Arrow table of identifiers of events.
-- One row per event that is known already.
select
    event.event_id,
    event.operation_id,
    event.subject,
    event.subject_id,
    event.facet,
    event.status,
    event.happened_at,
    event.quantity
from event
semi join incoming on event.event_id = incoming.id

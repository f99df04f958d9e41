-- What has been so with one object, and when did we believe it?
-- $operation_id; $subject and $subject_id of the object.
-- One row per span, by fact, belief and time.
select
    span.facet,
    span.status,
    span.since,
    span.valid_from,
    span.valid_to,
    span.known_from,
    span.known_to,
    span.event_id
from span
where span.operation_id = $operation_id and span.subject = $subject and span.subject_id = $subject_id
order by span.facet, span.known_from, span.valid_from, span.valid_to, span.event_id

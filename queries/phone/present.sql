-- What is so of one subject?
-- $operation_id; $as_of, $known_at (UTC); $subject and $object_id.
-- One row per fact.
select span.facet, span.status, span.since, span.quantity
from span
where
    span.operation_id = $operation_id
    and span.subject = $subject
    and span.subject_id = $object_id
    and span.valid_from <= $as_of
    and $as_of < span.valid_to
    and span.known_from <= $known_at
    and $known_at < span.known_to
order by span.facet

-- What holds at the moment of every object that has work to do before a storm?
-- $operation_id; $as_of, $known_at (UTC).
-- Village groups are not in it; quantity counts people (aboard, on the site, in the shelter).
-- One row per object and facet with a report.
select
    span.subject,
    span.facet,
    span.subject_id as object_id,
    span.status,
    status.progress,
    span.since,
    span.known_from as last_word_at,
    span.quantity
from span
left join
    status on span.subject = status.subject and span.facet = status.facet and span.status = status.status
where
    span.operation_id = $operation_id
    and span.subject in ('responsible_person', 'vessel', 'site', 'shelter', 'facility', 'unit')
    and span.valid_from <= $as_of
    and $as_of < span.valid_to
    and span.known_from <= $known_at
    and $known_at < span.known_to

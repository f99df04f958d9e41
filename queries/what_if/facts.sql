-- When did the work of each object begin, when was it first done, and until when did it stay done?
-- $operation_id; $as_of, $known_at (UTC).
-- Begun with the first report of work under way or done; done as for clocks: done, over, or a fact.
-- done_until is null where it was never done, and the moment where it still is. Evacuees are not in it.
-- One row per object and facet with a report.
with
    told as (
        select
            span.subject,
            span.facet,
            span.subject_id,
            status.progress,
            span.valid_from,
            least(span.valid_to, $as_of) as valid_to
        from span
        left join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        where
            span.operation_id = $operation_id
            and span.subject in ('responsible_person', 'vessel', 'site', 'shelter', 'facility', 'unit')
            and span.valid_from <= $as_of
            and span.known_from <= $known_at
            and $known_at < span.known_to
    )

select
    subject,
    facet,
    subject_id,
    min(valid_from) filter (progress in ('doing', 'done', 'over', 'fact')) as begun_at,
    min(valid_from) filter (progress in ('done', 'over', 'fact')) as done_at,
    max(valid_to) filter (progress = 'done') as done_until
from told
group by subject, facet, subject_id
order by subject, facet, subject_id

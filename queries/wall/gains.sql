-- How many objects of each kind were done an hour before the moment, as far as is known now?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per subject: done_before, and how many were reported on in the hour since.
select
    span.subject,
    count(*) filter (
        status.progress = 'done'
        and span.valid_from <= $as_of - interval 1 hour
        and $as_of - interval 1 hour < span.valid_to
    ) as done_before,
    count(*) filter (span.valid_from > $as_of - interval 1 hour) as report_count
from span
inner join
    status on span.subject = status.subject and span.facet = status.facet and span.status = status.status
where
    span.operation_id = $operation_id
    and (span.subject, span.facet)
    in (('responsible_person', 'duty'), ('vessel', 'berth'), ('site', 'work'), ('shelter', 'service'))
    and span.valid_from <= $as_of
    and span.known_from <= $known_at
    and $known_at < span.known_to
    and in_scope(span.township_code, span.village_code, $area_code)
group by span.subject
order by span.subject

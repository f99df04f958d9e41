-- When was something of each kind last done, where, and who told of it?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per subject, per subject and township, and per category of evacuees; last_at is when the last of
-- them became done, source whose report that was.
with
    finished as (
        select
            span.subject,
            span.township_code,
            if(span.subject = 'evacuee', span.category, null) as category,
            span.valid_from,
            event.source
        from span
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
            and status.progress = 'done'
        inner join event on span.event_id = event.event_id
        where
            span.operation_id = $operation_id
            and (span.subject, span.facet) in (
                ('responsible_person', 'duty'),
                ('evacuee', 'move'),
                ('vessel', 'berth'),
                ('site', 'work'),
                ('shelter', 'service')
            )
            and span.valid_from <= $as_of
            and span.known_from <= $known_at
            and $known_at < span.known_to
            and in_scope(span.township_code, span.village_code, $area_code)
    )

select
    subject,
    township_code,
    category,
    grouping(township_code) = 1 and grouping(category) = 1 as is_whole,
    grouping(category) = 0 as is_category,
    max(valid_from) as last_at,
    arg_max(source, valid_from) as source
from finished
group by grouping sets ((subject), (subject, township_code), (subject, category))
order by subject, township_code, category

-- What happened of late, in groups that a sentence can tell, without anybody's name?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Reports that are kept and not counted are not told.
-- One row per hour of the clock, subject, facet, status, and category and id of a decision, the newest
-- first, 24 at most; last_at is when the last of the group happened, township_code the one with most of it.
with
    recent as (
        select
            event.subject,
            event.facet,
            event.status,
            if(event.subject in ('response', 'warning'), event.category, null) as category,
            if(event.subject in ('response', 'warning', 'directive'), event.subject_id, null) as subject_id,
            event.township_code,
            event.happened_at,
            event.quantity
        from standing_events($operation_id, $known_at) as event
        where
            event.happened_at <= $as_of
            and event.happened_at > $as_of - interval 6 hour
            and in_scope(event.township_code, event.village_code, $area_code)
            and event.event_id not in (
                select flagged.event_id
                from flagged
                where
                    flagged.operation_id = $operation_id
                    and flagged.known_from <= $known_at
                    and $known_at < flagged.known_to
            )
            and (
                event.subject in ('response', 'warning', 'directive')
                and event.facet in ('level', 'emergency', 'signal', 'progress')
                or event.subject = 'action'
                and event.status in ('doing', 'done', 'not_applicable')
                or event.subject = 'vessel'
                and event.status in ('in_port', 'sheltering_elsewhere', 'out_of_contact', 'at_sea')
                or event.subject = 'site'
                and event.status in ('stopped', 'resumed', 'made_safe')
                or event.subject = 'shelter'
                and event.status in ('open', 'full', 'closed', 'at_risk')
                or event.subject = 'evacuee'
                and event.status
                in ('at_shelter', 'with_relatives', 'elsewhere', 'refused', 'unauthorised_return', 'returned')
                or event.subject = 'responsible_person'
                and event.status in ('unreachable', 'on_post')
                or event.subject = 'facility'
                and event.status in ('emptied', 'suspended', 'closed')
            )
    )

select
    subject,
    facet,
    status,
    category,
    subject_id,
    date_trunc('hour', happened_at) as hour_at,
    max(happened_at) as last_at,
    mode(township_code order by township_code) as township_code,
    count(distinct township_code) as township_count,
    count(*) as event_count,
    cast(sum(quantity) as bigint) as persons
from recent
group by subject, facet, status, category, subject_id, hour_at
order by
    hour_at desc,
    subject in ('response', 'warning', 'directive') desc,
    last_at desc,
    subject,
    status,
    facet,
    category,
    subject_id
limit 24

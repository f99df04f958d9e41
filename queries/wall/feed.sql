-- What happened of late, in groups that a sentence can tell, without anybody's name?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per quarter of an hour, subject, facet, status, category of a decision, and township, the newest
-- first, 40 at most; last_at is when the last of the group happened.
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
        from event
        where
            event.operation_id = $operation_id
            and event.happened_at <= $as_of
            and event.happened_at > $as_of - interval 6 hour
            and event.recorded_at <= $known_at
            and in_scope(event.township_code, event.village_code, $area_code)
            and (
                event.subject in ('response', 'warning', 'directive')
                and event.facet in ('level', 'signal', 'progress')
                or event.subject = 'vessel'
                and event.status in ('in_port', 'sheltering_elsewhere', 'out_of_contact')
                or event.subject = 'site'
                and event.status in ('stopped', 'resumed', 'made_safe')
                or event.subject = 'shelter'
                and event.status in ('open', 'full', 'closed', 'at_risk')
                or event.subject = 'evacuee'
                and event.status
                in ('at_shelter', 'with_relatives', 'elsewhere', 'refused', 'unauthorised_return', 'returned')
                or event.subject = 'responsible_person'
                and event.status = 'unreachable'
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
    township_code,
    time_bucket(interval 15 minute, happened_at) as bucket_at,
    max(happened_at) as last_at,
    count(*) as event_count,
    cast(sum(quantity) as bigint) as persons
from recent
group by subject, facet, status, category, subject_id, township_code, bucket_at
order by last_at desc, subject, status, township_code
limit 40

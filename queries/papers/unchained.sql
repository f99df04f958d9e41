-- Where does a chain of spans, as it is believed now, not follow from the spans themselves?
-- $operation_id.
-- One row per span whose end is not the next one's start, or whose first completion is not that of its chain.
with
    linked as (
        select
            span.*,
            lead(span.valid_from) over chain as next_from,
            min(case when status.progress = 'done' then span.valid_from end) over (
                partition by span.subject, span.subject_id, span.facet
                order by span.valid_from
                rows unbounded preceding
            ) as first_done
        from span
        left join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        where span.operation_id = $operation_id and span.known_to = timestamptz '9999-12-31 00:00:00+00'
        window chain as (partition by span.subject, span.subject_id, span.facet order by span.valid_from)
    )

select
    'bent' as fault,
    linked.event_id,
    linked.subject,
    linked.facet,
    linked.subject_id,
    linked.township_code,
    linked.village_code,
    linked.category,
    linked.quantity as told,
    linked.quantity as counted,
    linked.valid_from as happened_at
from linked
where
    linked.valid_to is distinct from coalesce(linked.next_from, timestamptz '9999-12-31 00:00:00+00')
    or linked.done_since is distinct from linked.first_done
order by linked.valid_from, linked.event_id

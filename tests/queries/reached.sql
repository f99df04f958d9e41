-- How many objects and people had ever been brought to a done status, as known at the end?
-- $operation_id; $known_at (UTC).
-- One row per subject, facet and category: objects, and the people that their first done report speaks of.
with
    first_done as (
        select
            span.subject,
            span.facet,
            span.subject_id,
            arg_min(span.category, span.valid_from) as category,
            arg_min(span.quantity, span.valid_from) as quantity
        from span
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
            and status.progress = 'done'
        where span.operation_id = $operation_id and span.known_from <= $known_at and $known_at < span.known_to
        group by span.subject, span.facet, span.subject_id
    )

select
    first_done.subject,
    first_done.facet,
    coalesce(first_done.category, '') as category,
    count(*) as objects,
    coalesce(sum(first_done.quantity), 0)::integer as people
from first_done
group by all

-- Which facts break off, as last known: a span ends and the next does not begin there, or none is open?
-- $operation_id.
-- One row per break; empty or backward spans are named too.
with
    chained as (
        select
            span.*,
            lead(span.valid_from) over (
                partition by span.subject, span.subject_id, span.facet order by span.valid_from
            ) as next_from
        from span
        where span.operation_id = $operation_id and span.known_to = '9999-12-31 00:00:00+00'
    ),

    judged as (
        select
            chained.*,
            case
                when chained.valid_from >= chained.valid_to or chained.known_from >= chained.known_to
                then 'empty_span'
                when coalesce(chained.next_from, '9999-12-31 00:00:00+00') <> chained.valid_to
                then 'broken_chain'
            end as what
        from chained
    )

select
    judged.subject,
    judged.subject_id as object_id,
    $operation_id as operation_id,
    judged.what,
    judged.facet || '=' || judged.status as detail,
    judged.event_id,
    judged.valid_from,
    judged.valid_to,
    judged.next_from
from judged
where judged.what is not null
order by judged.subject, object_id, judged.valid_from

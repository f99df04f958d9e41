-- When did each evacuee's move begin, and when was it first done?
-- $operation_id; $as_of, $known_at (UTC).
-- group_id is the village (township where no village is known) and the category, as clocks count them.
-- One row per evacuee who counts as persons.
with
    begun as (
        select span.subject_id, min(span.valid_from) as begun_at
        from span
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        where
            span.operation_id = $operation_id
            and span.subject = 'evacuee'
            and span.facet = 'move'
            and status.progress in ('doing', 'done')
            and span.valid_from <= $as_of
            and span.known_from <= $known_at
            and $known_at < span.known_to
        group by span.subject_id
    )

select
    standing.object_id as subject_id,
    concat_ws(':', coalesce(standing.village_code, standing.township_code), standing.category) as group_id,
    standing.persons,
    begun.begun_at,
    standing.done_since as done_at
from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
left join begun on standing.object_id = begun.subject_id
order by standing.object_id

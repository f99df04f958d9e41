-- How does the move of each village group stand?
-- $operation_id; $as_of, $known_at (UTC).
-- Persons; needing counts those left of whose needs the list tells. status, since and last_word_at tell of
-- those who are left, or of all when nobody is.
-- One row per village (township where no village is known) and category with any move by the moment.
with
    needing as (select evacuee_id from evacuee_register($operation_id, $as_of) where needs is not null),

    grouped as (
        select
            coalesce(standing.village_code, standing.township_code) as code,
            standing.category,
            cast(sum(standing.persons) as bigint) as persons_all,
            cast(coalesce(sum(standing.persons) filter (not standing.is_moved), 0) as bigint) as persons_left,
            cast(
                coalesce(
                    sum(standing.persons) filter (not standing.is_moved and needing.evacuee_id is not null), 0
                ) as bigint
            ) as persons_needing,
            count(*) filter (not standing.is_moved) as unit_count,
            coalesce(mode(standing.status) filter (not standing.is_moved), mode(standing.status)) as status,
            coalesce(min(standing.since) filter (not standing.is_moved), max(standing.since)) as since,
            coalesce(
                max(standing.last_recorded_at) filter (not standing.is_moved), max(standing.last_recorded_at)
            ) as last_word_at
        from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
        left join needing on standing.object_id = needing.evacuee_id
        group by code, standing.category
    )

select
    concat_ws(':', grouped.code, grouped.category) as object_id,
    grouped.* exclude (code, category),
    if(grouped.persons_left = 0, 'done', status.progress) as progress
from grouped
left join status on status.subject = 'evacuee' and status.facet = 'move' and grouped.status = status.status
order by object_id

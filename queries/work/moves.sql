-- How does the move of each village group stand?
-- $operation_id; $as_of, $known_at (UTC).
-- Persons. Left are those who have not moved or are to move again; who came back without leave is not in it.
-- status (that of most persons), since and last_word_at tell of those who are left, or of all when
-- nobody is.
-- One row per village (township where no village is known) and category with any move by the moment.
with
    counted as (
        select
            coalesce(standing.village_code, standing.township_code) as code,
            standing.township_code,
            standing.village_code,
            standing.category,
            standing.status,
            not standing.is_moved or standing.is_again as is_left,
            sum(standing.persons) as persons,
            min(standing.since) as since,
            max(standing.last_recorded_at) as last_word_at
        from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
        group by all
    ),

    grouped as (
        select
            code,
            any_value(township_code) as township_code,
            any_value(village_code) as village_code,
            category,
            cast(sum(persons) as bigint) as persons_all,
            cast(coalesce(sum(persons) filter (is_left), 0) as bigint) as persons_left,
            coalesce(
                arg_max(status, (persons, status)) filter (is_left), arg_max(status, (persons, status))
            ) as status,
            coalesce(min(since) filter (is_left), max(since)) as since,
            coalesce(max(last_word_at) filter (is_left), max(last_word_at)) as last_word_at
        from counted
        group by code, category
    )

select
    concat_ws(':', grouped.code, grouped.category) as object_id,
    grouped.* exclude (code),
    if(grouped.persons_left = 0, 'done', status.progress) as progress
from grouped
left join status on status.subject = 'evacuee' and status.facet = 'move' and grouped.status = status.status

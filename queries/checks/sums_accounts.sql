-- Where does a township report more people moved than its roster shows name by name?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per township and category whose account A exceeds its account B.
with
    ticked as (
        select sums.township_code, sums.category, sum(sums.persons) filter (sums.is_moved) as persons
        from evacuation_sums($operation_id, $as_of, $known_at, null, true, true) as sums
        group by sums.township_code, sums.category
    ),

    reported as (
        select
            coalesce(tally.township_code, split_part(tally.subject_id, ':', 1)) as township_code,
            coalesce(tally.category, split_part(tally.subject_id, ':', 2)) as category,
            arg_max(tally.quantity, tally.valid_from) as persons
        from held($operation_id, 'tally', 'moved', $as_of, $known_at) as tally
        group by all
    )

select
    'tally' as subject,
    reported.township_code || ':' || reported.category as object_id,
    $operation_id as operation_id,
    'reported_above_roster' as what,
    reported.persons || ' > ' || coalesce(ticked.persons, 0) as detail,
    reported.township_code
from reported
left join ticked on reported.township_code = ticked.township_code and reported.category = ticked.category
where reported.persons > coalesce(ticked.persons, 0)
order by reported.persons - coalesce(ticked.persons, 0) desc, object_id

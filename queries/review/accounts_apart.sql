-- Where did a township's report differ from its roster between two instants?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then; $area_code (9 or 12
-- digits) or null for the county; a village has no account of its own.
-- Persons: a_reported by the township, b_ticked moved by roster at the minute of the report.
-- One row per report that differs, the largest difference first.
with
    moved as (
        select
            standing.township_code,
            standing.category,
            standing.done_since as at,
            sum(standing.persons) as persons
        from evacuation_standing($operation_id, $until_at, $known_at, null) as standing
        where standing.is_moved
        group by all
    ),

    ticked as (
        select
            moved.township_code,
            moved.category,
            moved.at,
            sum(moved.persons) over (
                partition by moved.township_code, moved.category order by moved.at
            ) as b_ticked
        from moved
    ),

    tally as (
        select
            coalesce(told.township_code, split_part(told.subject_id, ':', 1)) as township_code,
            coalesce(told.category, split_part(told.subject_id, ':', 2)) as category,
            told.valid_from as reported_at,
            max(told.quantity) as a_reported
        from believed($operation_id, 'tally', 'moved', $until_at, $known_at) as told
        where $from_at <= told.valid_from and told.valid_from < $until_at
        group by all
    )

select
    tally.township_code,
    tally.category,
    tally.reported_at,
    tally.a_reported,
    cast(coalesce(ticked.b_ticked, 0) as bigint) as b_ticked,
    tally.a_reported - cast(coalesce(ticked.b_ticked, 0) as bigint) as a_less_b
from tally
asof left join
    ticked
    on tally.township_code = ticked.township_code
    and tally.category = ticked.category
    and tally.reported_at >= ticked.at
where a_less_b <> 0 and ($area_code is null or tally.township_code = $area_code)
order by abs(a_less_b) desc, tally.reported_at, tally.township_code, tally.category

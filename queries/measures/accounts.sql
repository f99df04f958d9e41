-- How far apart were the three accounts at each hour of reports, and when did they agree again?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county; a village has
-- no account A.
-- Persons, summed over the townships that had reported by then, each as at the minute of its last report:
-- a_reported by the township, b_ticked moved by roster, c_seen those of them seen independently (empty while
-- nobody of the category was ever looked for).
-- One row per instant of reports and category, the largest difference first; a_b_explained_at and
-- b_c_explained_at are the first such instant from this one on at which the two agree, empty where none does;
-- is_widest_ab and is_widest_bc mark the row with the largest difference.
with
    tally as (
        select
            coalesce(told.township_code, split_part(told.subject_id, ':', 1)) as township_code,
            coalesce(told.category, split_part(told.subject_id, ':', 2)) as category,
            told.valid_from as reported_at,
            max(told.quantity) as a_reported
        from believed($operation_id, 'tally', 'moved', $as_of, $known_at) as told
        group by all
    ),

    moved as (
        select
            standing.object_id,
            standing.township_code,
            standing.category,
            standing.persons,
            standing.done_since
        from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
        where standing.is_moved
    ),

    steps as (
        select moved.township_code, moved.category, moved.done_since as at, moved.persons as b, 0 as c
        from moved
        union all
        select
            moved.township_code,
            moved.category,
            greatest(seen.valid_from, moved.done_since) as at,
            0 as b,
            moved.persons as c
        from moved
        inner join
            believed($operation_id, 'evacuee', 'seen', $as_of, $known_at) as seen
            on moved.object_id = seen.subject_id
        where seen.status = 'seen' and seen.valid_to > moved.done_since
        union all
        select moved.township_code, moved.category, seen.valid_to as at, 0 as b, - moved.persons as c
        from moved
        inner join
            believed($operation_id, 'evacuee', 'seen', $as_of, $known_at) as seen
            on moved.object_id = seen.subject_id
        where seen.status = 'seen' and seen.valid_to > moved.done_since
    ),

    running as (
        select
            steps.township_code,
            steps.category,
            steps.at,
            sum(steps.b) over line as b_ticked,
            sum(steps.c) over line as c_seen
        from steps
        window
            line as (
                partition by steps.township_code, steps.category
                order by steps.at
                range between unbounded preceding and current row
            )
    ),

    checked as (
        select distinct moved.township_code, moved.category
        from moved
        inner join
            believed($operation_id, 'evacuee', 'seen', $as_of, $known_at) as seen
            on moved.object_id = seen.subject_id
    ),

    compared as (
        select
            tally.*,
            cast(coalesce(any_value(running.b_ticked), 0) as bigint) as b_ticked,
            case
                when bool_or(checked.township_code is not null)
                then cast(coalesce(any_value(running.c_seen), 0) as bigint)
            end as c_seen
        from tally
        asof left join
            running
            on tally.township_code = running.township_code
            and tally.category = running.category
            and tally.reported_at >= running.at
        left join checked on tally.township_code = checked.township_code and tally.category = checked.category
        group by all
    ),

    instants as (
        select distinct compared.reported_at, compared.category
        from compared
        where $area_code is null or compared.township_code = $area_code
    ),

    standing_lines as (
        select
            instants.reported_at,
            instants.category,
            line.township_code,
            compared_line.* exclude (township_code, category, reported_at)
        from instants
        inner join
            (select distinct compared.township_code, compared.category from compared) as line
            on instants.category = line.category
        asof join
            compared as compared_line
            on line.township_code = compared_line.township_code
            and line.category = compared_line.category
            and instants.reported_at >= compared_line.reported_at
        where $area_code is null or line.township_code = $area_code
    ),

    sums as (
        select
            line.reported_at,
            line.category,
            count(*) as townships,
            cast(sum(line.a_reported) as bigint) as a_reported,
            cast(sum(line.b_ticked) as bigint) as b_ticked,
            cast(sum(line.c_seen) as bigint) as c_seen,
            arg_max(line.township_code, abs(line.a_reported - line.b_ticked)) as widest_township_code
        from standing_lines as line
        group by line.reported_at, line.category
    ),

    apart as (
        select
            sums.*,
            sums.a_reported - sums.b_ticked as a_less_b,
            sums.b_ticked - sums.c_seen as b_less_c,
            abs(sums.a_reported - sums.b_ticked) as a_b_apart,
            abs(sums.b_ticked - sums.c_seen) as b_c_apart,
            min(sums.reported_at) filter (sums.a_reported = sums.b_ticked) over onward as a_b_explained_at,
            min(sums.reported_at) filter (sums.b_ticked = sums.c_seen) over onward as b_c_explained_at
        from sums
        window
            onward as (
                partition by sums.category
                order by sums.reported_at
                rows between current row and unbounded following
            )
    )

select
    apart.*,
    epoch(apart.a_b_explained_at - apart.reported_at) / 3600 as a_b_explained_h,
    epoch(apart.b_c_explained_at - apart.reported_at) / 3600 as b_c_explained_h,
    row_number() over (order by apart.a_b_apart desc nulls last, apart.reported_at, apart.category)
    = 1 as is_widest_ab,
    row_number() over (order by apart.b_c_apart desc nulls last, apart.reported_at, apart.category)
    = 1 as is_widest_bc
from apart
order by apart.a_b_apart desc, apart.b_c_apart desc, apart.reported_at, apart.category

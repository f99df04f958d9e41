-- What do the three accounts say: reported by the township (A), ticked on the roster (B), seen (C)?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county; a village has
-- no account A.
-- Persons. a_reported is the township's last tally; b_ticked those moved by roster; c_seen those of them who
-- were seen independently. Null = nobody has said anything yet, which is not zero: a_reported without a
-- tally, b_ticked without a list, c_seen without any check. c_unseen were looked for and not found.
-- One row per township and category that any account knows.
with
    ticked as (
        select
            standing.township_code,
            standing.category,
            sum(standing.persons) as b_target,
            coalesce(sum(standing.persons) filter (standing.is_moved), 0) as b_ticked,
            max(standing.happened_at) filter (standing.is_moved) as b_at,
            sum(standing.persons) filter (standing.is_moved and seen.status = 'seen') as seen_persons,
            sum(standing.persons) filter (standing.is_moved and seen.status = 'not_seen') as unseen_persons,
            max(seen.valid_from) filter (standing.is_moved) as c_at
        from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
        left join
            held($operation_id, 'evacuee', 'seen', $as_of, $known_at) as seen
            on standing.object_id = seen.subject_id
        group by standing.township_code, standing.category
    ),

    reported as (
        select
            coalesce(tally.township_code, split_part(tally.subject_id, ':', 1)) as township_code,
            coalesce(tally.category, split_part(tally.subject_id, ':', 2)) as category,
            arg_max(tally.quantity, tally.valid_from) as a_reported,
            max(tally.valid_from) as a_at,
            max(tally.known_from) as a_recorded_at
        from held($operation_id, 'tally', 'moved', $as_of, $known_at) as tally
        where
            $area_code is null
            or coalesce(tally.township_code, split_part(tally.subject_id, ':', 1)) = $area_code
        group by all
    )

select
    coalesce(ticked.township_code, reported.township_code) as township_code,
    coalesce(ticked.category, reported.category) as category,
    cast(ticked.b_target as bigint) as b_target,
    cast(reported.a_reported as bigint) as a_reported,
    reported.a_at,
    reported.a_recorded_at,
    cast(ticked.b_ticked as bigint) as b_ticked,
    ticked.b_at,
    cast(case when ticked.c_at is not null then coalesce(ticked.seen_persons, 0) end as bigint) as c_seen,
    cast(case when ticked.c_at is not null then coalesce(ticked.unseen_persons, 0) end as bigint) as c_unseen,
    ticked.c_at,
    cast(reported.a_reported - ticked.b_ticked as bigint) as a_less_b,
    cast(
        case
            when ticked.c_at is not null then ticked.b_ticked - coalesce(ticked.seen_persons, 0)
        end as bigint
    ) as b_less_c
from ticked
full outer join
    reported
    on ticked.township_code is not distinct from reported.township_code
    and ticked.category is not distinct from reported.category
order by township_code, category

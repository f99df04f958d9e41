-- When was half, nine tenths and all of the moving done, and when did the first boat come home?
-- $operation_id; $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per milestone that was reached: moved_50, moved_90, moved_100, first_vessel_home.
with
    mover as (
        select
            moved.subject_id,
            min(moved.done_since) as moved_at,
            arg_max(coalesce(moved.quantity, 1), moved.valid_from) as people
        from believed($operation_id, 'evacuee', 'move', $known_at, $known_at) as moved
        where
            in_scope(moved.township_code, moved.village_code, $area_code)
            and moved.subject_id not in (
                select elsewhere.subject_id
                from evacuees_counted_elsewhere($operation_id, $known_at, $known_at) as elsewhere
            )
        group by moved.subject_id
    ),

    pace as (
        select
            mover.moved_at,
            sum(mover.people) over (order by mover.moved_at range unbounded preceding) as people,
            (select sum(mover.people) from mover) as target
        from mover
        where mover.moved_at is not null
    ),

    share as (
        select * from (values ('moved_50', 50), ('moved_90', 90), ('moved_100', 100)) as s(milestone, percent)
    )

select share.milestone, min(pace.moved_at) as reached_at
from share
inner join pace on 100 * pace.people >= share.percent * pace.target
group by share.milestone
union all
select 'first_vessel_home' as milestone, min(home.done_since) as reached_at
from believed($operation_id, 'vessel', 'berth', $known_at, $known_at) as home
where
    in_scope(home.township_code, home.village_code, $area_code)
    and exists (
        select 1
        from believed($operation_id, 'vessel', 'berth', $known_at, $known_at) as before
        where before.subject_id = home.subject_id and before.valid_from < home.done_since
    )
having min(home.done_since) is not null

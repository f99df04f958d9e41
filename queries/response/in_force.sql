-- Which response levels are in force, since when, and on what basis?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per hazard with a level in force; since is when this level began, decided_at when it was last
-- decided on (a level may be kept by a later decision), begun_at when any level of this run began.
with
    decided as (select * from believed($operation_id, 'response', 'level', $as_of, $known_at)),

    held_now as (
        select * from held($operation_id, 'response', 'level', $as_of, $known_at) where status <> 'ended'
    ),

    last_end as (
        select decided.subject_id, max(decided.valid_from) as ended_at
        from decided
        where decided.status = 'ended'
        group by decided.subject_id
    ),

    run as (
        select decided.*
        from decided
        left join last_end on decided.subject_id = last_end.subject_id
        where last_end.ended_at is null or decided.valid_from > last_end.ended_at
    ),

    other_level as (
        select run.subject_id, max(run.valid_from) as other_at
        from run
        inner join held_now on run.subject_id = held_now.subject_id and run.category <> held_now.category
        group by run.subject_id
    ),

    begun as (
        select
            run.subject_id,
            min(run.valid_from) as begun_at,
            min(run.valid_from) filter (
                where other_level.other_at is null or run.valid_from > other_level.other_at
            ) as since
        from run
        left join other_level on run.subject_id = other_level.subject_id
        group by run.subject_id
    )

select
    held_now.subject_id as hazard,
    held_now.category as level_code,
    begun.since,
    held_now.valid_from as decided_at,
    begun.begun_at,
    event.actor,
    event.source,
    event.payload
from held_now
inner join begun on held_now.subject_id = begun.subject_id
inner join event on held_now.event_id = event.event_id
order by case held_now.category when 'sea' then 5 else try_cast(held_now.category as integer) end

-- Which response levels are in force, since when, and on what basis?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per hazard with a level in force; since is when this level began, begun_at when any level did.
with
    held_now as (
        select * from held($operation_id, 'response', 'level', $as_of, $known_at) where status <> 'ended'
    ),

    last_end as (
        select believed.subject_id, max(believed.valid_from) as ended_at
        from believed($operation_id, 'response', 'level', $as_of, $known_at) as believed
        where believed.status = 'ended'
        group by believed.subject_id
    ),

    begun as (
        select believed.subject_id, min(believed.valid_from) as begun_at
        from believed($operation_id, 'response', 'level', $as_of, $known_at) as believed
        left join last_end on believed.subject_id = last_end.subject_id
        where last_end.ended_at is null or believed.valid_from > last_end.ended_at
        group by believed.subject_id
    )

select
    held_now.subject_id as hazard,
    held_now.category as level_code,
    held_now.valid_from as since,
    begun.begun_at,
    event.actor,
    event.payload
from held_now
inner join begun on held_now.subject_id = begun.subject_id
inner join event on held_now.event_id = event.event_id
order by case held_now.category when 'sea' then 5 else cast(held_now.category as integer) end

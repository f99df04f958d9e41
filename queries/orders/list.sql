-- Which orders were asked for, and what was decided on each?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per order, those that wait first, the oldest first; asked_at is when it was last asked for; an
-- order of several townships has their codes, between commas, for its category, their people in its payload.
select
    held_now.subject_id as order_id,
    held_now.status,
    held_now.valid_from as since,
    held_now.event_id,
    held_now.township_code,
    held_now.village_code,
    held_now.category,
    held_now.quantity as persons,
    event.actor,
    event.payload,
    (
        select max(asked.valid_from)
        from believed($operation_id, 'order', 'decision', $as_of, $known_at) as asked
        where asked.subject_id = held_now.subject_id and asked.status = 'proposed'
    ) as asked_at
from held($operation_id, 'order', 'decision', $as_of, $known_at) as held_now
inner join event on held_now.event_id = event.event_id
where
    in_scope(held_now.township_code, held_now.village_code, $area_code)
    or list_contains(string_split(held_now.category, ','), $area_code)
order by held_now.status <> 'proposed', held_now.valid_from, held_now.subject_id

-- What was told around an instant of one kind of work?
-- $operation_id; $from_at, $until_at (UTC): both ends counted in; $known_at (UTC): the last instant
-- of knowledge; $subject: the kind of work; $area_code (9 or 12 digits) or null for the county.
-- One row per report, in the order in which it happened.
select
    event.event_id,
    event.subject,
    event.facet,
    event.status,
    event.subject_id,
    event.happened_at,
    event.recorded_at,
    event.township_code,
    event.village_code,
    event.quantity,
    event.actor,
    event.category,
    event.payload
from standing_events($operation_id, $known_at) as event
where
    event.happened_at >= $from_at
    and event.happened_at <= $until_at
    and event.subject = $subject
    and ($area_code is null or in_scope(event.township_code, event.village_code, $area_code))
order by event.happened_at, event.seq

-- What had happened by the moment but was recorded only after it?
-- $operation_id; $as_of, $known_at (UTC): known_at is the last instant of knowledge; $area_code (9 or 12
-- digits) or null for the county.
-- One row per late report, the longest delay first; what was written of past cases is no report of this
-- response.
select
    event.subject,
    event.facet,
    event.status,
    event.subject_id,
    event.happened_at,
    event.recorded_at,
    event.township_code,
    event.village_code,
    event.quantity,
    event.actor
from standing_events($operation_id, $known_at) as event
where
    event.subject <> 'after_action'
    and event.happened_at <= $as_of
    and event.recorded_at > $as_of
    and ($area_code is null or in_scope(event.township_code, event.village_code, $area_code))
order by event.recorded_at - event.happened_at desc, event.seq

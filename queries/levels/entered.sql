-- Which facts for the level rules did the duty desk enter by hand?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per entry, the earliest first; payload holds the fact and its value.
select told.happened_at, told.actor, told.payload
from standing_events($operation_id, $known_at) as told
where
    told.subject = 'log'
    and told.facet = 'entry'
    and told.category = 'fact'
    and told.happened_at <= $as_of
    and told.payload is not null
order by told.happened_at, told.recorded_at, told.event_id

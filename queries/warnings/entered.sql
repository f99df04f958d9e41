-- Which signals does the ledger tell that no warning message stands behind?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per issue or lifting that counts, the earliest first.
select
    told.event_id,
    told.subject_id as kind,
    told.category as colour,
    told.status,
    told.happened_at,
    told.recorded_at,
    told.actor,
    told.source,
    told.payload,
    coalesce(told.village_code, told.township_code) as area_code
from standing_events($operation_id, $known_at) as told
left join
    weather_warning as message
    on message.operation_id = $operation_id
    and message.recorded_at <= $known_at
    and message.warning_id
    = case when json_valid(told.payload) then json_extract_string(told.payload, '$.warning_id') end
where
    told.subject = 'warning'
    and told.facet = 'signal'
    and told.happened_at <= $as_of
    and message.warning_id is null
order by told.happened_at, told.recorded_at, told.event_id

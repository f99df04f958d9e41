-- Which signals does the ledger tell, and from when to when was each overruled by a correction?
-- $operation_id. warning_id names the message that brought the signal, where one did.
-- One row per issue or lifting and per time that it was overruled, the earliest first.
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
    coalesce(told.village_code, told.township_code) as area_code,
    overruled.known_from as overruled_from,
    overruled.known_to as overruled_to
from event as told
left join overruled on told.event_id = overruled.event_id and told.operation_id = overruled.operation_id
where
    told.operation_id = $operation_id
    and told.subject = 'warning'
    and told.facet = 'signal'
    and told.status <> 'withdrawn'
order by told.happened_at, told.recorded_at, told.event_id

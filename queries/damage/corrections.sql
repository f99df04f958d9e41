-- Which figures of losses were corrected: what they were, what they are, when, and why?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Quantity in the unit of the item; empty where a report was withdrawn. reason is what was written beside the
-- correction, as far as the reader may see it.
-- One row per correction that was known, in the order in which they were recorded.
select
    split_part(event.subject_id, ':', 1) as township_code,
    split_part(event.subject_id, ':', 2) as item,
    before.quantity as was,
    before.status as was_status,
    event.quantity,
    event.status,
    event.happened_at,
    event.recorded_at,
    case
        when json_valid(event.payload)
        then
            coalesce(
                json_extract_string(event.payload, '$.reason'), json_extract_string(event.payload, '$.text')
            )
    end as reason,
    event.event_id
from event
inner join event as before on event.corrects = before.event_id and event.operation_id = before.operation_id
where
    event.operation_id = $operation_id
    and event.subject = 'damage'
    and event.happened_at <= $as_of
    and event.recorded_at <= $known_at
    and ($area_code is null or split_part(event.subject_id, ':', 1) = left($area_code, 9))
order by event.recorded_at, event.seq

-- Who last reported on some objects, or on the objects of some areas, and when?
-- $operation_id; $as_of, $known_at (UTC); $subject; $object_ids a list of identifiers; $area_codes a list of
-- townships or villages (9 or 12 digits).
-- One row: the source and reporter of the last report that counts; empty when there is none.
select
    arg_max(event.source, event.recorded_at) as source,
    arg_max(event.actor, event.recorded_at) as actor,
    max(event.recorded_at) as recorded_at
from event
where
    event.operation_id = $operation_id
    and event.subject = $subject
    and event.happened_at <= $as_of
    and event.recorded_at <= $known_at
    and (
        list_contains($object_ids, event.subject_id)
        or list_contains($area_codes, event.township_code)
        or list_contains($area_codes, event.village_code)
    )

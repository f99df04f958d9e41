-- In which areas do reports place these subjects?
-- $operation_id; $subject evacuee, directive …; $object_ids a list of identifiers.
-- One row per subject, township and village that any report of it names.
select distinct event.subject_id as object_id, event.township_code, event.village_code
from event
where
    event.operation_id = $operation_id
    and event.subject = $subject
    and event.subject_id in (select unnest($object_ids))

-- What has been reported about one object up to the moment, what counts of it, and what was corrected by
-- whom?
-- $operation_id; $as_of, $known_at (UTC); $subject and $object_id.
-- One row per report, the latest first; is_flagged: kept, but it cannot follow what was so before it, or
-- corrects nothing that is known; by_*: the correction or withdrawal that overrules it.
select
    event.event_id,
    event.happened_at,
    event.recorded_at,
    event.facet,
    event.status,
    event.quantity,
    event.source,
    event.actor,
    event.account,
    event.payload,
    event.corrects,
    flagged.event_id is not null as is_flagged,
    flagged.prior_status,
    correction.event_id as by_event_id,
    correction.status as by_status,
    correction.recorded_at as by_recorded_at,
    correction.actor as by_actor,
    correction.payload as by_payload
from event
left join
    flagged
    on event.event_id = flagged.event_id
    and event.operation_id = flagged.operation_id
    and flagged.known_from <= $known_at
    and $known_at < flagged.known_to
left join
    overruled
    on event.event_id = overruled.event_id
    and event.operation_id = overruled.operation_id
    and overruled.known_from <= $known_at
    and $known_at < overruled.known_to
left join event as correction on overruled.by_event_id = correction.event_id
where
    event.operation_id = $operation_id
    and event.subject = $subject
    and event.subject_id = $object_id
    and event.happened_at <= $as_of
    and event.recorded_at <= $known_at
order by event.happened_at desc, event.recorded_at desc, event.seq desc

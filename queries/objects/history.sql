-- What has been reported about one object up to the moment, and what counts?
-- $operation_id; $as_of, $known_at (UTC); $subject and $object_id.
-- One row per report, the latest first; is_flagged: kept, but it cannot follow what was so before it.
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
    flagged.event_id is not null as is_flagged,
    flagged.prior_status
from event
left join
    flagged
    on event.event_id = flagged.event_id
    and event.operation_id = flagged.operation_id
    and flagged.known_from <= $known_at
    and $known_at < flagged.known_to
where
    event.operation_id = $operation_id
    and event.subject = $subject
    and event.subject_id = $object_id
    and event.happened_at <= $as_of
    and event.recorded_at <= $known_at
order by event.happened_at desc, event.recorded_at desc, event.seq desc

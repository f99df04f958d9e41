-- Which reports were recorded before they happened, or come from the future of a live desk?
-- $operation_id; $known_at (UTC).
-- A drill's story is written down beforehand: there, only the order of the two instants is looked at.
-- One row per report.
with
    timed as (
        select
            event.*,
            case
                when event.recorded_at < event.happened_at
                then 'recorded_before'
                when operation.kind = 'live' and event.recorded_at > $known_at
                then 'from_the_future'
            end as what
        from event
        inner join operation on event.operation_id = operation.operation_id
        where event.operation_id = $operation_id
    )

select
    timed.subject,
    timed.subject_id as object_id,
    $operation_id as operation_id,
    timed.what,
    timed.facet || '=' || timed.status as detail,
    timed.happened_at,
    timed.recorded_at,
    timed.event_id,
    timed.actor
from timed
where timed.what is not null
order by timed.recorded_at, timed.event_id

-- Which reports cannot follow what was known before them, so that they are kept and not counted?
-- $operation_id; $known_at (UTC).
-- One row per report in question; corrections of nothing and reports from the future are other checks'.
select
    flagged.subject,
    flagged.subject_id as object_id,
    flagged.operation_id,
    case
        when flagged.prior_status in ('same_person', 'other_level', 'no_head')
        then flagged.prior_status
        else 'impossible_step'
    end as what,
    flagged.facet || ': ' || coalesce(flagged.prior_status, '-') || ' > ' || event.status as detail,
    flagged.event_id,
    event.happened_at,
    event.recorded_at,
    event.actor
from flagged
inner join event on flagged.event_id = event.event_id
where
    flagged.operation_id = $operation_id
    and flagged.known_from <= $known_at
    and $known_at < flagged.known_to
    and flagged.prior_status is distinct from 'no_target'
    and flagged.prior_status is distinct from 'from_the_future'
order by event.recorded_at, flagged.event_id

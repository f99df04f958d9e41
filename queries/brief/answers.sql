-- What was decided on levels, on the emergency flood period and on orders, and by whom?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per answer to a proposal, the newest first; payload is what it says.
with
    answers as (
        select 'order' as subject, *
        from believed($operation_id, 'order', 'decision', $as_of, $known_at)
        where
            status in ('approved', 'sent_back')
            and (
                in_scope(township_code, village_code, $area_code)
                or list_contains(string_split(category, ','), $area_code)
            )
        union all
        select 'response' as subject, *
        from believed($operation_id, 'response', 'proposal', $as_of, $known_at)
        where status in ('approved', 'rejected')
    )

select
    answers.event_id,
    answers.subject,
    answers.subject_id,
    answers.status,
    answers.category,
    answers.valid_from as decided_at,
    event.actor,
    event.payload
from answers
inner join event on answers.event_id = event.event_id
order by answers.valid_from desc, answers.event_id

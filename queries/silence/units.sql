-- When was each member unit called to the headquarters, and what is known of it since?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per member unit of the roster valid at the moment; called_at is empty where it was never called.
with
    steps as (
        select told.subject_id, told.status, told.valid_from
        from believed($operation_id, 'unit', 'post', $as_of, $known_at) as told
    )

select
    unit.unit_id as code,
    unit.name as name_zh,
    unit.name_en,
    post.status,
    max(steps.valid_from) filter (steps.status = 'called') as called_at,
    max(steps.valid_from) filter (steps.status <> 'called') as last_word_at
from member_unit as unit
left join held($operation_id, 'unit', 'post', $as_of, $known_at) as post on unit.unit_id = post.subject_id
left join steps on unit.unit_id = steps.subject_id
where unit.roster = roster_of($operation_id) and unit.valid_from <= $as_of and $as_of < unit.valid_to
group by unit.unit_id, unit.name, unit.name_en, post.status
order by unit.unit_id

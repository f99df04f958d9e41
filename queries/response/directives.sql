-- Which directives are open, who owes each, by when, and which are late?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per directive, the late ones first, then by due time; title, owner (a member unit or a township),
-- due time, people and the order behind it are the last stated, a due time without a zone is Beijing time.
with
    steps as (
        select
            told.subject_id,
            told.valid_from,
            told.quantity,
            event.township_code,
            try_cast(event.payload as json) as facts
        from believed($operation_id, 'directive', 'progress', $as_of, $known_at) as told
        inner join event on told.event_id = event.event_id
    ),

    stated as (
        select
            steps.subject_id,
            min(steps.valid_from) as found_at,
            arg_max(steps.township_code, steps.valid_from) as township_code,
            arg_max(steps.facts ->> 'title_zh', steps.valid_from) as title_zh,
            arg_max(steps.facts ->> 'title_en', steps.valid_from) as title_en,
            arg_max(steps.facts ->> 'owner_unit', steps.valid_from) as owner_unit,
            arg_max(steps.facts ->> 'due_at', steps.valid_from) as due_text,
            arg_max(steps.facts ->> 'order_id', steps.valid_from) as order_id,
            arg_max(steps.quantity, steps.valid_from) as persons
        from steps
        group by steps.subject_id
    ),

    due as (
        select
            stated.*,
            case
                when regexp_matches(stated.due_text, '(Z|[+-][0-9]{2}:?[0-9]{2})$')
                then try_cast(stated.due_text as timestamptz)
                else timezone('Asia/Shanghai', try_cast(stated.due_text as timestamp))
            end as due_at
        from stated
    )

select
    held_now.subject_id as directive_id,
    held_now.status,
    held_now.since,
    due.found_at,
    due.due_at,
    due.township_code,
    due.title_zh,
    due.title_en,
    due.owner_unit,
    coalesce(unit.name, owner_area.name_zh) as owner_name,
    coalesce(unit.name_en, owner_area.name_en) as owner_name_en,
    due.persons,
    due.order_id,
    held_now.status <> 'struck_off'
    and (held_now.status = 'overdue' or coalesce(due.due_at < $as_of, false)) as is_overdue
from held($operation_id, 'directive', 'progress', $as_of, $known_at) as held_now
inner join due on held_now.subject_id = due.subject_id
left join
    member_unit as unit
    on due.owner_unit = unit.unit_id
    and unit.roster = roster_of($operation_id)
    and unit.valid_from <= $as_of
    and $as_of < unit.valid_to
left join area as owner_area on due.owner_unit = owner_area.area_code
order by is_overdue desc, held_now.status = 'struck_off', due.due_at nulls last, held_now.subject_id

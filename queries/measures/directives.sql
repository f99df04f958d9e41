-- Which directives were late, and by how long?
-- $operation_id; $as_of, $known_at (UTC).
-- Late: declared overdue, or struck off after its due time, or still open past it; a due time without a zone
-- is Beijing time, and without any due time the hours count from when it was declared overdue.
-- One row per directive, the latest first; hours is 0 for those in time.
with
    steps as (
        select
            told.subject_id,
            told.status,
            told.valid_from,
            event.township_code,
            try_cast(event.payload as json) as facts
        from believed($operation_id, 'directive', 'progress', $as_of, $known_at) as told
        inner join event on told.event_id = event.event_id
    ),

    stated as (
        select
            steps.subject_id,
            min(steps.valid_from) as found_at,
            min(steps.valid_from) filter (steps.status = 'overdue') as overdue_at,
            arg_max(steps.status, steps.valid_from) as status,
            max(steps.valid_from) filter (steps.status = 'struck_off') as struck_off_at,
            arg_max(steps.township_code, steps.valid_from) as township_code,
            arg_max(steps.facts ->> 'title_zh', steps.valid_from) as title_zh,
            arg_max(steps.facts ->> 'title_en', steps.valid_from) as title_en,
            arg_max(steps.facts ->> 'owner_unit', steps.valid_from) as owner_unit,
            arg_max(steps.facts ->> 'due_at', steps.valid_from) as due_text
        from steps
        group by steps.subject_id
    ),

    timed as (
        select
            stated.*,
            case
                when regexp_matches(stated.due_text, '(Z|[+-][0-9]{2}:?[0-9]{2})$')
                then try_cast(stated.due_text as timestamptz)
                else timezone('Asia/Shanghai', try_cast(stated.due_text as timestamp))
            end as due_at,
            case when stated.status = 'struck_off' then stated.struck_off_at end as closed_at
        from stated
    )

select
    timed.subject_id as directive_id,
    timed.title_zh,
    timed.title_en,
    timed.owner_unit,
    timed.township_code,
    timed.status,
    timed.found_at,
    timed.due_at,
    timed.closed_at,
    timed.overdue_at is not null
    or coalesce(coalesce(timed.closed_at, $as_of) > timed.due_at, false) as was_late,
    greatest(
        coalesce(
            epoch(coalesce(timed.closed_at, $as_of) - coalesce(timed.due_at, timed.overdue_at)) / 3600, 0
        ),
        0
    ) as hours
from timed
order by hours desc, timed.subject_id

-- Which directives were past their due time between two instants?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then.
-- Past due: after the due time as last stated (Beijing time where it names no zone), or after being declared
-- overdue, until struck off; struck_off_at is empty where it was still open at the end of the span.
-- One row per directive, the earliest due first.
with
    steps as (
        select
            told.subject_id,
            told.status,
            told.valid_from,
            event.township_code,
            try_cast(event.payload as json) as facts
        from believed($operation_id, 'directive', 'progress', $until_at, $known_at) as told
        inner join event on told.event_id = event.event_id
    ),

    stated as (
        select
            steps.subject_id,
            min(steps.valid_from) filter (steps.status = 'overdue') as overdue_at,
            max(steps.valid_from) filter (steps.status = 'struck_off') as struck_off_at,
            arg_max(steps.status, steps.valid_from) as status,
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
            stated.subject_id as directive_id,
            stated.title_zh,
            stated.title_en,
            stated.owner_unit,
            stated.township_code,
            stated.status,
            case
                when regexp_matches(stated.due_text, '(Z|[+-][0-9]{2}:?[0-9]{2})$')
                then try_cast(stated.due_text as timestamptz)
                else timezone('Asia/Shanghai', try_cast(stated.due_text as timestamp))
            end as due_at,
            stated.overdue_at,
            case when stated.status = 'struck_off' then stated.struck_off_at end as struck_off_at
        from stated
    )

select timed.*
from timed
where
    least(timed.due_at, timed.overdue_at) < $until_at
    and greatest($from_at, least(timed.due_at, timed.overdue_at)) < coalesce(timed.struck_off_at, $until_at)
order by least(timed.due_at, timed.overdue_at), timed.directive_id

-- Which member units were called to the headquarters, and who is there?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per member unit of the roster valid at the moment; status is empty where nothing was reported.
select
    unit.unit_id, unit.name, unit.name_en, unit.task, unit.is_main, post.status, post.since, called.called_at
from member_unit as unit
left join held($operation_id, 'unit', 'post', $as_of, $known_at) as post on unit.unit_id = post.subject_id
left join
    (
        select steps.subject_id, max(steps.valid_from) as called_at
        from believed($operation_id, 'unit', 'post', $as_of, $known_at) as steps
        where steps.status = 'called'
        group by steps.subject_id
    ) as called
    on unit.unit_id = called.subject_id
where unit.roster = roster_of($operation_id) and unit.valid_from <= $as_of and $as_of < unit.valid_to
order by
    unit.is_main desc nulls last,
    case post.status when 'called' then 1 when 'on_post' then 2 when 'relieved' then 3 else 0 end,
    unit.unit_id

-- When was the work of each object done, how long after a level, and how long before its deadline?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county;
-- $level_at (UTC): since when the level has stood, or null; $deadlines: JSON list of subject,
-- subject_id (of people the group: village and category) and finish_by (ISO, UTC).
-- weight: persons of an evacuee, else 1. done_at: an evacuee's first arrival, else the start of the
-- first run of done work that was not over when the level came. Hours are from the level to
-- done_at, margin_h from done_at (or the moment, where it never was) to the deadline.
-- in_first_ninety marks the rows until nine tenths of the subject's weight were done,
-- in_best_ninety those with the most margin until nine tenths of the weight that has a deadline and
-- is done or late.
-- One row per evacuee who counts, and per responsible person, vessel, site and shelter on the list.
with
    listed as (
        select
            register.subject,
            register.object_id as subject_id,
            register.object_id as group_id,
            register.name,
            null as category,
            register.township_code,
            register.village_code,
            1 as weight
        from register_at($operation_id, $as_of) as register
        where register.subject in ('responsible_person', 'vessel', 'site', 'shelter')
    ),

    runs as (
        select 'responsible_person' as subject, duty.*
        from done_runs($operation_id, 'responsible_person', 'duty', $as_of, $known_at) as duty
        union all
        select 'vessel', berth.*
        from done_runs($operation_id, 'vessel', 'berth', $as_of, $known_at) as berth
        union all
        select 'site', work.*
        from done_runs($operation_id, 'site', 'work', $as_of, $known_at) as work
        union all
        select 'shelter', service.*
        from done_runs($operation_id, 'shelter', 'service', $as_of, $known_at) as service
    ),

    objects as (
        select listed.*, min(runs.done_from) as done_at
        from listed
        left join
            runs
            on listed.subject = runs.subject
            and listed.subject_id = runs.subject_id
            and ($level_at is null or runs.done_until > cast($level_at as timestamptz))
        group by all
        union all
        select
            'evacuee' as subject,
            standing.object_id as subject_id,
            concat_ws(
                ':', coalesce(standing.village_code, standing.township_code), standing.category
            ) as group_id,
            register.name,
            standing.category,
            standing.township_code,
            standing.village_code,
            standing.persons as weight,
            standing.done_since as done_at
        from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
        left join
            evacuee_register($operation_id, $as_of) as register on standing.object_id = register.evacuee_id
    ),

    given as (
        select
            one.value ->> 'subject' as subject,
            one.value ->> 'subject_id' as group_id,
            cast(one.value ->> 'finish_by' as timestamptz) as finish_by
        from json_each($deadlines) as one
    ),

    timed as (
        select
            objects.*,
            given.finish_by,
            epoch(objects.done_at - cast($level_at as timestamptz)) / 3600 as hours,
            case
                when objects.done_at is not null or given.finish_by <= $as_of
                then epoch(given.finish_by - coalesce(objects.done_at, $as_of)) / 3600
            end as margin_h
        from objects
        left join given on objects.subject = given.subject and objects.group_id = given.group_id
        where in_scope(objects.township_code, objects.village_code, $area_code)
    ),

    summed as (
        select
            timed.*,
            sum(timed.weight) over (partition by timed.subject) as total,
            sum(timed.weight) filter (timed.done_at is not null) over (
                partition by timed.subject order by timed.done_at range unbounded preceding
            ) as done_by_then,
            sum(timed.weight) filter (timed.margin_h is not null) over (partition by timed.subject) as dated,
            sum(timed.weight) filter (timed.margin_h is not null) over (
                partition by timed.subject
                order by timed.margin_h desc nulls last, timed.subject_id
                rows unbounded preceding
            ) as with_margin,
            sum(timed.weight) filter (timed.margin_h is not null) over (
                partition by timed.subject, timed.township_code
            ) as dated_there,
            sum(timed.weight) filter (timed.margin_h is not null) over (
                partition by timed.subject, timed.township_code
                order by timed.margin_h desc nulls last, timed.subject_id
                rows unbounded preceding
            ) as with_margin_there,
            max(timed.done_at) over (partition by timed.subject) as last_done_at
        from timed
    ),

    reached as (
        select summed.subject, min(summed.done_at) as ninety_at
        from summed
        where 10 * summed.done_by_then >= 9 * summed.total
        group by summed.subject
    )

select
    summed.subject,
    summed.subject_id,
    summed.name,
    summed.category,
    summed.township_code,
    summed.village_code,
    summed.weight,
    summed.done_at,
    summed.hours,
    summed.finish_by,
    summed.margin_h,
    summed.done_at is not null as is_done,
    coalesce(summed.margin_h < 0, false) as is_late,
    coalesce(summed.done_at <= reached.ninety_at, false) as in_first_ninety,
    coalesce(
        summed.margin_h is not null and 10 * (summed.with_margin - summed.weight) < 9 * summed.dated, false
    ) as in_best_ninety,
    coalesce(
        summed.margin_h is not null
        and 10 * (summed.with_margin_there - summed.weight) < 9 * summed.dated_there,
        false
    ) as in_best_ninety_there
from summed
left join reached on summed.subject = reached.subject
order by summed.subject, summed.margin_h nulls last, summed.done_at nulls first, summed.subject_id

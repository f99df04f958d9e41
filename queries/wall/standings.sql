-- How do the five tables stand, as a whole and in each township?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Words as in <subject>/headline: objects for duty, vessels, sites and shelters, persons for evacuation.
-- One row per subject and township, and one per subject with is_whole for all of them; trouble_since is when
-- the longest-standing trouble began.
with
    registers as (
        select 'responsible_person' as subject, person_id as object_id, township_code, village_code
        from responsible_person
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'vessel' as subject, vessel_id as object_id, township_code, village_code
        from vessel
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'site' as subject, site_id as object_id, township_code, village_code
        from construction_site
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'shelter' as subject, shelter_id as object_id, township_code, village_code
        from shelter
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
    ),

    held_now as (
        select
            span.subject,
            span.facet,
            span.subject_id,
            span.status,
            status.progress,
            span.since,
            span.done_since,
            coalesce(span.quantity, 1) as persons,
            span.township_code,
            span.village_code
        from span
        left join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        where
            span.operation_id = $operation_id
            and span.facet in ('duty', 'move', 'berth', 'work', 'service', 'hazard')
            and span.valid_from <= $as_of
            and $as_of < span.valid_to
            and span.known_from <= $known_at
            and $known_at < span.known_to
    ),

    objects as (
        select
            registers.subject,
            registers.township_code,
            work.status,
            work.progress,
            work.since,
            coalesce(work.progress = 'trouble', false)
            or coalesce(hazard.status = 'at_risk', false) as is_trouble
        from registers
        left join
            held_now as work
            on registers.subject = work.subject
            and registers.object_id = work.subject_id
            and work.facet <> 'hazard'
        left join
            held_now as hazard
            on registers.subject = hazard.subject
            and registers.object_id = hazard.subject_id
            and hazard.facet = 'hazard'
        where in_scope(registers.township_code, registers.village_code, $area_code)
    )

select
    subject,
    township_code,
    grouping(township_code) = 1 as is_whole,
    count(*) as total,
    count(*) filter (progress = 'done') as done,
    count(*) filter (progress = 'over') as over_count,
    count(*) filter (coalesce(progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (status is null) as unknown_count,
    count(*) filter (is_trouble) as trouble_count,
    min(since) filter (is_trouble) as trouble_since
from objects
group by grouping sets ((subject, township_code), (subject))
union all
select
    'evacuee' as subject,
    township_code,
    grouping(township_code) = 1 as is_whole,
    cast(coalesce(sum(persons), 0) as bigint) as total,
    cast(coalesce(sum(persons) filter (done_since is not null), 0) as bigint) as done,
    0 as over_count,
    cast(coalesce(sum(persons) filter (done_since is null), 0) as bigint) as left_count,
    0 as unknown_count,
    cast(coalesce(sum(persons) filter (progress = 'trouble'), 0) as bigint) as trouble_count,
    min(since) filter (progress = 'trouble') as trouble_since
from held_now
where
    subject = 'evacuee'
    and facet = 'move'
    and in_scope(township_code, village_code, $area_code)
    and subject_id not in (
        select elsewhere.subject_id
        from evacuees_counted_elsewhere($operation_id, $as_of, $known_at) as elsewhere
    )
group by grouping sets ((township_code), ())

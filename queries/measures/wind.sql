-- Who was how long inside a wind circle before being safe, and was the call right?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county;
-- $winds: JSON list of what the analysed track did to each object: subject, facet, subject_id (of
-- people the group: village and category), township_code, village_code, people, circle_bft (7, 10,
-- 12), is_own (whether it is the circle of the object's own deadline), first_at and last_at (ISO,
-- UTC; empty where it never came) and is_unknown.
-- safe_at: an evacuee's first arrival, a crew first ashore, workers first out, a boat first in
-- port, a site first stopped. Person-hours are persons x hours inside until then (until the moment
-- where never), empty where the circle in reach is unknown; an object with several storms has one
-- row for each. is_inside and was_done_first (safe when the circle came) are empty where unknown;
-- is_first marks one row of each object and circle.
-- One row per evacuee, or object on the lists, kind of work, circle and storm.
with
    given as (
        select
            one.value ->> 'subject' as subject,
            one.value ->> 'facet' as facet,
            one.value ->> 'subject_id' as group_id,
            one.value ->> 'township_code' as township_code,
            one.value ->> 'village_code' as village_code,
            cast(one.value ->> 'people' as double) as people,
            cast(one.value ->> 'circle_bft' as integer) as circle_bft,
            cast(one.value ->> 'is_own' as boolean) as is_own,
            cast(one.value ->> 'is_unknown' as boolean) as is_unknown,
            cast(one.value ->> 'first_at' as timestamptz) as first_at,
            cast(one.value ->> 'last_at' as timestamptz) as last_at
        from json_each($winds) as one
    ),

    safe as (
        select reached.subject, reached.facet, reached.subject_id, reached.first_at as safe_at
        from first_reached($operation_id, ['done', 'over', 'fact'], $as_of, $known_at) as reached
        where reached.subject in ('vessel', 'site')
    ),

    people as (
        select
            given.subject,
            given.facet,
            standing.object_id as subject_id,
            standing.township_code,
            standing.village_code,
            cast(standing.persons as double) as people,
            standing.done_since as safe_at,
            given.* exclude (subject, facet, group_id, township_code, village_code, people)
        from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
        inner join
            given
            on given.subject = 'evacuee'
            and concat_ws(':', coalesce(standing.village_code, standing.township_code), standing.category)
            = given.group_id
        union all
        select
            given.subject,
            given.facet,
            given.group_id as subject_id,
            given.township_code,
            given.village_code,
            given.people,
            safe.safe_at,
            given.* exclude (subject, facet, group_id, township_code, village_code, people)
        from given
        left join
            safe
            on given.subject = safe.subject
            and given.facet = safe.facet
            and given.group_id = safe.subject_id
        where
            given.subject <> 'evacuee'
            and (given.subject, given.group_id) in (
                select (register.subject, register.object_id)
                from register_at($operation_id, $as_of) as register
            )
    )

select
    people.*,
    case
        when people.is_unknown
        then null
        when people.first_at is null
        then 0
        else
            greatest(
                epoch(
                    least(
                        coalesce(people.safe_at, $as_of),
                        coalesce(people.last_at, $as_of),
                        cast($as_of as timestamptz)
                    )
                    - greatest(people.first_at, operation.opened_at)
                )
                / 3600,
                0
            )
    end as hours,
    people.people * hours as person_hours,
    case when not people.is_unknown then people.first_at is not null end as is_inside,
    people.safe_at is not null as was_done,
    case
        when not people.is_unknown and people.first_at is not null
        then coalesce(people.safe_at <= people.first_at, false)
    end as was_done_first,
    row_number() over (
        partition by people.subject, people.facet, people.subject_id, people.circle_bft
        order by people.first_at
    )
    = 1 as is_first
from people
inner join operation on operation.operation_id = $operation_id
where in_scope(people.township_code, people.village_code, $area_code)
order by person_hours desc nulls last, people.subject, people.facet, people.subject_id, people.circle_bft

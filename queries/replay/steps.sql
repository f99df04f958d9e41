-- When did each kind of work advance or fall back, where, and by how much?
-- $operation_id; $known_at (UTC): the last instant of knowledge; $is_then: whether each instant
-- counts only what was known at it; $until_at (UTC): the end of the axis; $grain_s (seconds): an
-- instant is told as the next multiple of it, so that whatever was so by a told instant is in its
-- sum; $area_code (9 or 12 digits) or null.
-- People for evacuees (done: moved; all: who should move), else objects of the roster.
-- One row per kind of work, village (township where none is known) and instant (seconds since 1970,
-- none before the operation began) at which its sums change.
with
    listed as (
        select
            'responsible_person' as subject,
            person.person_id as subject_id,
            person.township_code,
            person.village_code,
            person.valid_from,
            person.valid_to
        from responsible_person as person
        where person.roster = roster_of($operation_id)
        union all
        select
            'vessel',
            vessel.vessel_id,
            vessel.township_code,
            vessel.village_code,
            vessel.valid_from,
            vessel.valid_to
        from vessel
        where vessel.roster = roster_of($operation_id)
        union all
        select 'site', site.site_id, site.township_code, site.village_code, site.valid_from, site.valid_to
        from construction_site as site
        where site.roster = roster_of($operation_id)
        union all
        select
            'shelter',
            shelter.shelter_id,
            shelter.township_code,
            shelter.village_code,
            shelter.valid_from,
            shelter.valid_to
        from shelter
        where shelter.roster = roster_of($operation_id)
    ),

    told as (
        select
            span.subject,
            span.subject_id,
            span.township_code,
            span.village_code,
            coalesce(span.quantity, 1) as persons,
            case
                when span.subject = 'evacuee' then span.done_since is not null else status.progress = 'done'
            end as is_done,
            case
                when $is_then then greatest(span.valid_from, span.known_from) else span.valid_from
            end as from_at,
            case when $is_then then least(span.valid_to, span.known_to) else span.valid_to end as until_at
        from span
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        where
            span.operation_id = $operation_id
            and span.known_from <= $known_at
            and ($is_then or $known_at < span.known_to)
            and (span.subject, span.facet) in (
                ('responsible_person', 'duty'),
                ('evacuee', 'move'),
                ('vessel', 'berth'),
                ('site', 'work'),
                ('shelter', 'service')
            )
            and span.subject_id not in (
                select elsewhere.subject_id
                from evacuees_counted_elsewhere($operation_id, $known_at, $known_at) as elsewhere
            )
    ),

    stretch as (
        select
            listed.subject,
            listed.township_code,
            listed.village_code,
            listed.valid_from as from_at,
            listed.valid_to as until_at,
            0 as done,
            1 as total
        from listed
        union all
        select
            listed.subject,
            listed.township_code,
            listed.village_code,
            greatest(listed.valid_from, told.from_at) as from_at,
            least(listed.valid_to, told.until_at) as until_at,
            1 as done,
            0 as total
        from listed
        inner join told on listed.subject = told.subject and listed.subject_id = told.subject_id
        where told.is_done
        union all
        select
            told.subject,
            told.township_code,
            told.village_code,
            told.from_at,
            told.until_at,
            if(told.is_done, told.persons, 0) as done,
            told.persons as total
        from told
        where told.subject = 'evacuee'
    ),

    step as (
        select stretch.*, stretch.from_at as step_at, 1 as sign
        from stretch
        where
            stretch.from_at < stretch.until_at
            and in_scope(stretch.township_code, stretch.village_code, $area_code)
        union all
        select stretch.*, stretch.until_at as step_at, -1 as sign
        from stretch
        where
            stretch.from_at < stretch.until_at
            and in_scope(stretch.township_code, stretch.village_code, $area_code)
    ),

    timed as (
        select
            step.subject,
            coalesce(step.village_code, step.township_code, '') as area_code,
            greatest(step.step_at, operation.opened_at) as step_at,
            step.sign * step.done as done,
            step.sign * step.total as total
        from step
        cross join operation
        where operation.operation_id = $operation_id and step.step_at <= $until_at
    )

select
    timed.subject,
    timed.area_code,
    cast(ceil(epoch(timed.step_at) / $grain_s) * $grain_s as bigint) as step_s,
    cast(sum(timed.done) as bigint) as done,
    cast(sum(timed.total) as bigint) as total
from timed
group by all
having sum(timed.done) <> 0 or sum(timed.total) <> 0
order by step_s, subject, area_code

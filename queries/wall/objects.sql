-- Which vessels, sites and shelters are not done or in trouble, and where are they?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- No names. One row per object; status and progress are null without a report. persons: crew not ashore,
-- workers not moved, occupants. aside is the second fact: a site's crane, a shelter's own hazard. lat and
-- lon (WGS 84): a vessel's last position of the 12 hours before the moment, seen at positioned_at.
with
    registers as (
        select
            'vessel' as subject,
            vessel_id as object_id,
            vessel_class as category,
            township_code,
            village_code,
            crew_count as persons,
            null::double as lat,
            null::double as lon,
            0 as crane_count,
            null::integer as capacity
        from vessel
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'site', site_id, null, township_code, village_code, worker_count, lat, lon, crane_count, null
        from construction_site
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'shelter', shelter_id, tier, township_code, village_code, 0, lat, lon, 0, capacity
        from shelter
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
    ),

    held_now as (
        select subject, subject_id, facet, status, since, quantity
        from span
        where
            operation_id = $operation_id
            and subject in ('vessel', 'site', 'shelter')
            and valid_from <= $as_of
            and $as_of < valid_to
            and known_from <= $known_at
            and $known_at < known_to
    ),

    facts as (
        select
            subject,
            subject_id,
            any_value(status) filter (facet in ('berth', 'work', 'service')) as status,
            any_value(since) filter (facet in ('berth', 'work', 'service')) as since,
            any_value(status) filter (facet in ('crane', 'hazard')) as aside,
            any_value(since) filter (facet in ('crane', 'hazard')) as aside_since,
            any_value(status) filter (facet in ('crew', 'workers')) as people_status,
            any_value(quantity) filter (facet in ('crew', 'workers', 'occupancy')) as quantity
        from held_now
        group by subject, subject_id
    )

select
    registers.subject,
    registers.object_id,
    registers.township_code,
    registers.village_code,
    registers.category,
    facts.status,
    status.progress,
    facts.since,
    facts.aside,
    facts.aside_since,
    registers.crane_count,
    registers.capacity,
    if(
        facts.people_status in ('ashore', 'moved', 'none'), 0, coalesce(facts.quantity, registers.persons, 0)
    ) as persons,
    coalesce(seen.lat, registers.lat) as lat,
    coalesce(seen.lon, registers.lon) as lon,
    seen.positioned_at
from registers
left join facts on registers.subject = facts.subject and registers.object_id = facts.subject_id
left join
    status
    on registers.subject = status.subject
    and status.facet in ('berth', 'work', 'service')
    and facts.status = status.status
left join
    last_positions($operation_id, $as_of, $known_at) as seen
    on registers.subject = 'vessel'
    and registers.object_id = seen.vessel_id
where
    in_scope(registers.township_code, registers.village_code, $area_code)
    and (
        coalesce(status.progress, 'todo') not in ('done', 'over')
        or registers.subject = 'site'
        and registers.crane_count > 0
        and facts.aside = 'standing'
        and status.progress = 'done'
        or registers.subject = 'shelter'
        and status.progress = 'done'
    )
order by registers.subject, registers.object_id

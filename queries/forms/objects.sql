-- Which objects stand on the registers that the eight lists take from, how does each stand, who answers?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per vessel, building site, facility and danger zone of the roster; status is null without a report
-- (a danger zone has none). people: crew, workers, people in it.
with
    listed as (
        select
            'facility' as register,
            facility.facility_id as object_id,
            facility.sector as category,
            facility.name,
            facility.people_count as people,
            facility.owner_name,
            facility.phone,
            facility.officer_id,
            facility.township_code,
            facility.village_code
        from facility
        where
            facility.roster = roster_of($operation_id)
            and facility.valid_from <= $as_of
            and $as_of < facility.valid_to
        union all
        select
            'vessel',
            vessel.vessel_id,
            vessel.vessel_class,
            vessel.name,
            vessel.crew_count,
            vessel.owner_name,
            vessel.phone,
            vessel.officer_id,
            vessel.township_code,
            vessel.village_code
        from vessel
        where
            vessel.roster = roster_of($operation_id)
            and vessel.valid_from <= $as_of
            and $as_of < vessel.valid_to
        union all
        select
            'site',
            site.site_id,
            null,
            site.name,
            site.worker_count,
            site.manager_name,
            site.phone,
            site.officer_id,
            site.township_code,
            site.village_code
        from construction_site as site
        where site.roster = roster_of($operation_id) and site.valid_from <= $as_of and $as_of < site.valid_to
        union all
        select
            'danger_zone',
            zone.zone_id,
            zone.zone_type,
            zone.name,
            zone.people_count,
            null,
            null,
            zone.officer_id,
            zone.township_code,
            zone.village_code
        from danger_zone as zone
        where zone.roster = roster_of($operation_id) and zone.valid_from <= $as_of and $as_of < zone.valid_to
    ),

    word as (
        select 'facility' as register, held.*
        from held($operation_id, 'facility', 'measure', $as_of, $known_at) as held
        union all
        select 'vessel', held.*
        from held($operation_id, 'vessel', 'berth', $as_of, $known_at) as held
        union all
        select 'site', held.*
        from held($operation_id, 'site', 'work', $as_of, $known_at) as held
    )

select
    listed.*,
    word.status,
    status.progress,
    word.valid_from as happened_at,
    officer.name as officer_name,
    officer.phone as officer_phone
from listed
left join word on listed.register = word.register and listed.object_id = word.subject_id
left join
    status
    on listed.register = status.subject
    and status.facet in ('measure', 'berth', 'work')
    and word.status = status.status
left join officers($operation_id, $as_of) as officer on listed.officer_id = officer.person_id
where in_scope(listed.township_code, listed.village_code, $area_code)
order by listed.register, listed.category, listed.township_code, listed.village_code, listed.object_id

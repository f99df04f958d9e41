-- What does nobody guard: objects whose officer and deputy are both not on post, or that name none?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per object; vessels are one per officer, harbour and township. officer_listed is false where the
-- list of persons does not hold the named officer; statuses are empty where nothing is reported.
with
    things as (
        select
            'danger_zone' as subject,
            zone.zone_id as subject_id,
            zone.name,
            zone.officer_id,
            zone.township_code,
            zone.village_code,
            zone.people_count as people,
            1 as object_count
        from danger_zone as zone
        where zone.roster = roster_of($operation_id) and zone.valid_from <= $as_of and $as_of < zone.valid_to
        union all
        select
            'site' as subject,
            site.site_id as subject_id,
            site.name,
            site.officer_id,
            site.township_code,
            site.village_code,
            site.worker_count as people,
            1 as object_count
        from construction_site as site
        where site.roster = roster_of($operation_id) and site.valid_from <= $as_of and $as_of < site.valid_to
        union all
        select
            'shelter' as subject,
            shelter.shelter_id as subject_id,
            shelter.name,
            shelter.officer_id,
            shelter.township_code,
            shelter.village_code,
            null as people,
            1 as object_count
        from shelter
        where
            shelter.roster = roster_of($operation_id)
            and shelter.valid_from <= $as_of
            and $as_of < shelter.valid_to
        union all
        select
            'facility' as subject,
            facility.facility_id as subject_id,
            facility.name,
            facility.officer_id,
            facility.township_code,
            facility.village_code,
            facility.people_count as people,
            1 as object_count
        from facility
        where
            facility.roster = roster_of($operation_id)
            and facility.valid_from <= $as_of
            and $as_of < facility.valid_to
        union all
        select
            'vessel' as subject,
            concat_ws(':', coalesce(vessel.officer_id, '-'), coalesce(vessel.harbour_id, '-')) as subject_id,
            any_value(harbour.name) as name,
            vessel.officer_id,
            vessel.township_code,
            null as village_code,
            sum(vessel.crew_count) as people,
            count(*) as object_count
        from vessel
        left join
            harbour
            on vessel.harbour_id = harbour.harbour_id
            and harbour.roster = vessel.roster
            and harbour.valid_from <= $as_of
            and $as_of < harbour.valid_to
        where
            vessel.roster = roster_of($operation_id)
            and vessel.valid_from <= $as_of
            and $as_of < vessel.valid_to
        group by vessel.officer_id, vessel.harbour_id, vessel.township_code
    ),

    guards as (
        select
            person.object_id as person_id,
            person.name,
            person.officer_phone as phone,
            person.status,
            person.since,
            person.deputy_id
        from duty_standing($operation_id, $as_of, $known_at, null) as person
    )

select
    things.*,
    officer.person_id is not null as officer_listed,
    officer.name as officer_name,
    officer.phone as officer_phone,
    officer.status as officer_status,
    officer.since as officer_since,
    deputy.person_id as deputy_id,
    deputy.name as deputy_name,
    deputy.phone as deputy_phone,
    deputy.status as deputy_status,
    deputy.since as deputy_since
from things
left join guards as officer on things.officer_id = officer.person_id
left join guards as deputy on officer.deputy_id = deputy.person_id
where
    in_scope(things.township_code, things.village_code, $area_code)
    and coalesce(officer.status, '') <> 'on_post'
    and coalesce(deputy.status, '') <> 'on_post'
order by things.township_code, things.subject, things.subject_id

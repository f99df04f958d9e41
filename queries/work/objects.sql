-- Which objects of the lists have work to do before a storm, with what, and who owes it?
-- $operation_id; $as_of (UTC).
-- Columns that a kind of object does not have are null, and so is what its list does not tell. lat and lon
-- (WGS 84) as listed; without an officer its own people answer: owner, manager, liaison.
-- One row per vessel, building site, shelter, facility, responsible person and main member unit.
with
    listed as (
        select
            'vessel' as subject,
            vessel_id as object_id,
            name,
            vessel_class as category,
            township_code,
            village_code,
            officer_id,
            owner_name as own_name,
            phone as own_phone,
            harbour_id,
            crew_count as people,
            speed_kn,
            length_m
        from vessel
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all by name
        select
            'site' as subject,
            site_id as object_id,
            name,
            township_code,
            village_code,
            lat,
            lon,
            officer_id,
            manager_name as own_name,
            phone as own_phone,
            worker_count as people,
            crane_count,
            shed_count
        from construction_site
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all by name
        select
            'shelter' as subject,
            shelter_id as object_id,
            name,
            tier as category,
            township_code,
            village_code,
            lat,
            lon,
            officer_id,
            manager_name as own_name,
            phone as own_phone,
            capacity
        from shelter
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all by name
        select
            'facility' as subject,
            facility_id as object_id,
            name,
            sector as category,
            township_code,
            village_code,
            lat,
            lon,
            officer_id,
            owner_name as own_name,
            phone as own_phone,
            people_count as people
        from facility
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all by name
        select
            'responsible_person' as subject,
            person_id as object_id,
            name,
            role_code as category,
            township_code,
            village_code,
            lat,
            lon,
            person_id as officer_id,
            1 as people
        from responsible_person
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all by name
        select
            'unit' as subject,
            unit_id as object_id,
            name,
            township_code,
            village_code,
            lat,
            lon,
            liaison_name as own_name,
            phone as own_phone
        from member_unit
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to and is_main
    )

select
    listed.* exclude (own_name, own_phone),
    coalesce(officer.name, listed.own_name) as officer_name,
    if(officer.person_id is null, listed.own_phone, officer.phone) as officer_phone,
    officer.deputy_name,
    officer.deputy_phone
from listed
left join officers($operation_id, $as_of) as officer on listed.officer_id = officer.person_id
order by listed.subject, listed.object_id

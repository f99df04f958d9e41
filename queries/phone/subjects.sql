-- Which subjects of the operation's registers can be reported on by phone?
-- $operation_id; $as_of (UTC): rows of the registers valid then.
-- One row per subject; people: persons of the household or crew, workers of the site.
with
    extra as (
        select 'responsible_person' as subject, person_id as object_id, role_code as category, null as people
        from responsible_person
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'evacuee', evacuee_id, category, persons
        from evacuee
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'vessel', vessel_id, vessel_class, crew_count
        from vessel
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'site', site_id, null, worker_count
        from construction_site
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'shelter', shelter_id, tier, null
        from shelter
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'facility', facility_id, sector, people_count
        from facility
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
        union all
        select 'unit', unit_id, null, null
        from member_unit
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
    )

select
    register.subject,
    register.object_id,
    coalesce(register.name, register.object_id) as name,
    register.phone,
    register.township_code,
    register.village_code,
    extra.category,
    extra.people
from register_at($operation_id, $as_of) as register
inner join extra on register.subject = extra.subject and register.object_id = extra.object_id
order by register.subject, register.object_id

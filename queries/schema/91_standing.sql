-- How each object of three registers stands at a moment: its row and what holds about it.
-- *_places adds where it is and who answers for it.
create or replace macro officers(op, as_of) as table
    select
        officer.person_id,
        officer.name,
        officer.phone,
        officer.deputy_id,
        deputy.name as deputy_name,
        deputy.phone as deputy_phone
    from responsible_person as officer
    left join
        responsible_person as deputy
        on officer.deputy_id = deputy.person_id
        and officer.roster = deputy.roster
        and deputy.valid_from <= as_of
        and as_of < deputy.valid_to
    where officer.roster = roster_of(op) and officer.valid_from <= as_of and as_of < officer.valid_to
;

create or replace macro duty_standing(op, as_of, known_at, area_code) as table
    select
        person.person_id as object_id,
        person.name,
        person.role_code as category,
        person.tier,
        person.post_name,
        person.township_code,
        person.village_code,
        person.lat,
        person.lon,
        duty.status,
        duty_status.progress,
        duty.since,
        duty.valid_from as happened_at,
        duty.known_from as last_recorded_at,
        person.person_id as officer_id,
        person.name as officer_name,
        person.phone as officer_phone,
        person.deputy_id,
        deputy_duty.status as deputy_status
    from responsible_person as person
    left join held(op, 'responsible_person', 'duty', as_of, known_at) as duty on person.person_id = duty.subject_id
    left join
        status as duty_status
        on duty_status.subject = 'responsible_person'
        and duty_status.facet = 'duty'
        and duty.status = duty_status.status
    left join
        held(op, 'responsible_person', 'duty', as_of, known_at) as deputy_duty
        on person.deputy_id = deputy_duty.subject_id
    where
        person.roster = roster_of(op)
        and person.valid_from <= as_of
        and as_of < person.valid_to
        and in_scope(person.township_code, person.village_code, area_code)
;

create or replace macro duty_places(op, as_of, known_at, area_code) as table
    select standing.*, officer.deputy_name, officer.deputy_phone
    from duty_standing(op, as_of, known_at, area_code) as standing
    left join officers(op, as_of) as officer on standing.object_id = officer.person_id
;

create or replace macro vessel_standing(op, as_of, known_at, area_code) as table
    select
        vessel.vessel_id as object_id,
        vessel.name,
        vessel.vessel_class as category,
        vessel.township_code,
        vessel.village_code,
        vessel.length_m,
        vessel.crew_count,
        vessel.owner_name,
        vessel.phone as owner_phone,
        vessel.harbour_id,
        berth.status,
        berth_status.progress,
        berth.since,
        berth.valid_from as happened_at,
        berth.known_from as last_recorded_at,
        crew.status as crew_status,
        crew.since as crew_since,
        crew.known_from as crew_recorded_at,
        coalesce(crew.quantity, vessel.crew_count) as crew_persons,
        coalesce(berth_status.progress = 'done' and crew.status = 'aboard', false) as is_aboard_in_port,
        vessel.officer_id
    from vessel
    left join held(op, 'vessel', 'berth', as_of, known_at) as berth on vessel.vessel_id = berth.subject_id
    left join
        status as berth_status
        on berth_status.subject = 'vessel'
        and berth_status.facet = 'berth'
        and berth.status = berth_status.status
    left join held(op, 'vessel', 'crew', as_of, known_at) as crew on vessel.vessel_id = crew.subject_id
    where
        vessel.roster = roster_of(op)
        and vessel.valid_from <= as_of
        and as_of < vessel.valid_to
        and in_scope(vessel.township_code, vessel.village_code, area_code)
;

create or replace macro first_reached(op, progresses, as_of, known_at) as table
    select told.subject, told.facet, told.subject_id, min(told.valid_from) as first_at
    from span as told
    inner join
        status
        on told.subject = status.subject
        and told.facet = status.facet
        and told.status = status.status
    where
        told.operation_id = op
        and list_contains(progresses, status.progress)
        and told.valid_from <= as_of
        and told.known_from <= known_at
        and known_at < told.known_to
    group by told.subject, told.facet, told.subject_id
;

create or replace macro last_positions(op, as_of, known_at) as table
    select
        position.vessel_id,
        max(position.positioned_at) as positioned_at,
        arg_max(position.lat, (position.positioned_at, position.recorded_at)) as lat,
        arg_max(position.lon, (position.positioned_at, position.recorded_at)) as lon,
        arg_max(position.speed_kn, (position.positioned_at, position.recorded_at)) as speed_kn,
        arg_max(position.course_deg, (position.positioned_at, position.recorded_at)) as course_deg
    from position
    where
        position.operation_id = op
        and position.positioned_at <= as_of
        and position.positioned_at > as_of - interval 12 hour
        and position.recorded_at <= known_at
        and not position.is_suspect
    group by position.vessel_id
;

create or replace macro vessel_places(op, as_of, known_at, area_code) as table
    select
        standing.*,
        harbour.name as harbour_name,
        harbour.name_en as harbour_name_en,
        coalesce(seen.lat, case when standing.is_berthed then harbour.lat end) as lat,
        coalesce(seen.lon, case when standing.is_berthed then harbour.lon end) as lon,
        seen.positioned_at,
        seen.speed_kn,
        seen.course_deg,
        officer.name as officer_name,
        officer.phone as officer_phone,
        officer.deputy_name,
        officer.deputy_phone
    from
        (
            select vessel.*, coalesce(vessel.status in ('in_port', 'moored'), true) as is_berthed
            from vessel_standing(op, as_of, known_at, area_code) as vessel
        ) as standing
    left join
        harbour
        on standing.harbour_id = harbour.harbour_id
        and harbour.roster = roster_of(op)
        and harbour.valid_from <= as_of
        and as_of < harbour.valid_to
    left join last_positions(op, as_of, known_at) as seen on standing.object_id = seen.vessel_id
    left join officers(op, as_of) as officer on standing.officer_id = officer.person_id
;

create or replace macro site_standing(op, as_of, known_at, area_code) as table
    select
        site.site_id as object_id,
        site.name,
        case
            when site.crane_count > 0 then 'crane' when site.worker_count > 0 then 'housed' else 'plain'
        end as category,
        site.township_code,
        site.village_code,
        site.lat,
        site.lon,
        site.builder_name,
        site.manager_name,
        site.phone as manager_phone,
        site.worker_count,
        site.crane_count,
        site.shed_count,
        work.status,
        work_status.progress,
        work.since,
        work.valid_from as happened_at,
        work.known_from as last_recorded_at,
        crane.status as crane_status,
        crane.since as crane_since,
        workers.status as workers_status,
        workers.since as workers_since,
        coalesce(workers.quantity, site.worker_count) as workers_persons,
        site.officer_id
    from construction_site as site
    left join held(op, 'site', 'work', as_of, known_at) as work on site.site_id = work.subject_id
    left join
        status as work_status
        on work_status.subject = 'site'
        and work_status.facet = 'work'
        and work.status = work_status.status
    left join held(op, 'site', 'crane', as_of, known_at) as crane on site.site_id = crane.subject_id
    left join held(op, 'site', 'workers', as_of, known_at) as workers on site.site_id = workers.subject_id
    where
        site.roster = roster_of(op)
        and site.valid_from <= as_of
        and as_of < site.valid_to
        and in_scope(site.township_code, site.village_code, area_code)
;

create or replace macro site_places(op, as_of, known_at, area_code) as table
    select standing.*, officer.name as officer_name, officer.phone as officer_phone, officer.deputy_name, officer.deputy_phone
    from site_standing(op, as_of, known_at, area_code) as standing
    left join officers(op, as_of) as officer on standing.officer_id = officer.person_id
;

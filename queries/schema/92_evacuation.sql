-- How evacuees and shelters stand at a moment: one row each, with what the ledger and the register say.
create or replace macro evacuation_standing(op, as_of, known_at, area_code) as table
    select
        move.subject_id as object_id,
        move.status,
        move_status.progress,
        move.since,
        move.done_since,
        move.done_count,
        move.valid_from as happened_at,
        move.known_from as last_recorded_at,
        move.event_id,
        move.township_code,
        move.village_code,
        move.category,
        coalesce(move.quantity, 1) as persons,
        move.done_since is not null as is_moved,
        move_status.progress = 'done' or move.status = 'cleared_to_return' as is_away,
        move.done_since is not null and move_status.progress in ('todo', 'doing') as is_again
    from held(op, 'evacuee', 'move', as_of, known_at) as move
    left join
        status as move_status
        on move_status.subject = 'evacuee'
        and move_status.facet = 'move'
        and move.status = move_status.status
    where in_scope(move.township_code, move.village_code, area_code)
;

create or replace macro evacuee_register(op, as_of) as table
    select
        evacuee.evacuee_id,
        evacuee.name,
        evacuee.phone,
        evacuee.household_id,
        evacuee.persons as persons_listed,
        evacuee.danger_place,
        evacuee.linked_id,
        evacuee.shelter_id,
        evacuee.township_guarantor_id,
        evacuee.village_guarantor_id,
        evacuee.needs,
        evacuee.lat,
        evacuee.lon
    from evacuee
    where evacuee.roster = roster_of(op) and evacuee.valid_from <= as_of and as_of < evacuee.valid_to
;

create or replace macro shelter_stays(op, as_of, known_at) as table
    select
        move.subject_id as evacuee_id,
        move.valid_from,
        move.valid_to,
        coalesce(move.quantity, 1) as persons,
        coalesce(said.shelter_id, register.shelter_id) as shelter_id
    from span as move
    left join
        (
            select
                event.event_id,
                case
                    when json_valid(event.payload) then json_extract_string(event.payload, '$.shelter_id')
                end as shelter_id
            from event
            where
                event.operation_id = op
                and event.subject = 'evacuee'
                and event.status = 'at_shelter'
                and event.payload is not null
        ) as said
        on move.event_id = said.event_id
    left join evacuee_register(op, as_of) as register on move.subject_id = register.evacuee_id
    where
        move.operation_id = op
        and move.subject = 'evacuee'
        and move.facet = 'move'
        and move.status = 'at_shelter'
        and move.valid_from <= as_of
        and move.known_from <= known_at
        and known_at < move.known_to
;

create or replace macro shelter_standing(op, as_of, known_at, area_code) as table
    select
        shelter.shelter_id as object_id,
        shelter.name,
        shelter.tier as category,
        shelter.township_code,
        shelter.village_code,
        shelter.lat,
        shelter.lon,
        shelter.capacity,
        shelter.manager_name,
        shelter.phone as manager_phone,
        shelter.is_certified,
        shelter.has_video,
        service.status,
        service_status.progress,
        service.since,
        service.valid_from as happened_at,
        greatest(service.known_from, hazard.known_from, headcount.known_from) as last_recorded_at,
        hazard.status as hazard_status,
        hazard.since as hazard_since,
        hazard.event_id as hazard_event_id,
        headcount.status as occupancy_status,
        headcount.quantity as occupants,
        headcount.valid_from as counted_at,
        case
            when service.status = 'full'
            then 0
            when headcount.quantity is not null and shelter.capacity is not null
            then greatest(shelter.capacity - headcount.quantity, 0)
        end as free_places,
        headcount.quantity / nullif(shelter.capacity, 0) as filled_share,
        shelter.officer_id
    from shelter
    left join held(op, 'shelter', 'service', as_of, known_at) as service on shelter.shelter_id = service.subject_id
    left join
        status as service_status
        on service_status.subject = 'shelter'
        and service_status.facet = 'service'
        and service.status = service_status.status
    left join held(op, 'shelter', 'hazard', as_of, known_at) as hazard on shelter.shelter_id = hazard.subject_id
    left join
        held(op, 'shelter', 'occupancy', as_of, known_at) as headcount
        on shelter.shelter_id = headcount.subject_id
    where
        shelter.roster = roster_of(op)
        and shelter.valid_from <= as_of
        and as_of < shelter.valid_to
        and in_scope(shelter.township_code, shelter.village_code, area_code)
;

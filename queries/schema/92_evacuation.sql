-- How evacuees and shelters stand at a moment: one row each, with what the ledger and the register say.
-- Evacuees that a person has merged count once as persons, while each of their moves goes on counting.
create or replace macro evacuees_counted_elsewhere(op, as_of, known_at) as table
    select ranked.subject_id
    from
        (
            select
                move.subject_id,
                row_number() over (
                    partition by paired.kept_id
                    order by
                        move.done_since is null,
                        move.subject_id <> paired.kept_id,
                        move.valid_from desc,
                        move.subject_id
                ) as place
            from
                (
                    select distinct unnest([away.other_id, away.kept_id]) as subject_id, away.kept_id
                    from merged_away(known_at) as away
                    where away.roster = roster_of(op) and away.register = 'evacuee'
                ) as paired
            inner join held(op, 'evacuee', 'move', as_of, known_at) as move on paired.subject_id = move.subject_id
        ) as ranked
    where ranked.place > 1
;

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
    where
        in_scope(move.township_code, move.village_code, area_code)
        and move.subject_id not in (
            select elsewhere.subject_id from evacuees_counted_elsewhere(op, as_of, known_at) as elsewhere
        )
;

create or replace macro evacuation_sums(op, as_of, known_at, area_code, by_township, by_category) as table
    select
        tallied.*,
        move_status.progress,
        move_status.progress = 'done' or tallied.status = 'cleared_to_return' as is_away,
        tallied.is_moved and move_status.progress in ('todo', 'doing') as is_again
    from
        (
            select
                case when by_township then move.township_code end as township_code,
                case when by_category then move.category end as category,
                move.status,
                move.done_since is not null as is_moved,
                sum(move.persons) as persons,
                sum(move.moves) as moves,
                max(move.known_from) as last_recorded_at
            from
                (
                    select
                        each.township_code,
                        each.village_code,
                        each.category,
                        each.status,
                        each.done_since,
                        each.known_from,
                        coalesce(each.quantity, 1) as persons,
                        coalesce(each.quantity, 1) * each.done_count as moves
                    from held(op, 'evacuee', 'move', as_of, known_at) as each
                    union all
                    select
                        twice.township_code,
                        twice.village_code,
                        twice.category,
                        twice.status,
                        twice.done_since,
                        twice.known_from,
                        -coalesce(twice.quantity, 1) as persons,
                        0 as moves
                    from held(op, 'evacuee', 'move', as_of, known_at) as twice
                    inner join
                        evacuees_counted_elsewhere(op, as_of, known_at) as elsewhere
                        on twice.subject_id = elsewhere.subject_id
                ) as move
            where in_scope(move.township_code, move.village_code, area_code)
            group by all
        ) as tallied
    left join
        status as move_status
        on move_status.subject = 'evacuee'
        and move_status.facet = 'move'
        and tallied.status = move_status.status
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
    -- Who is cleared to return stays signed in until the report that he is back.
    with
        believed as (
            select
                span.subject_id,
                span.status,
                span.since,
                span.valid_from,
                span.valid_to,
                span.event_id,
                coalesce(span.quantity, 1) as persons
            from span
            where
                span.operation_id = op
                and span.subject = 'evacuee'
                and span.facet = 'move'
                and span.status in ('at_shelter', 'cleared_to_return')
                and span.valid_from <= as_of
                and span.known_from <= known_at
                and known_at < span.known_to
        ),

        stayed as (
            select
                believed.subject_id,
                believed.valid_from,
                believed.valid_to,
                believed.persons,
                believed.event_id
            from believed
            where believed.status = 'at_shelter'
            union all
            select
                cleared.subject_id,
                cleared.valid_from,
                cleared.valid_to,
                cleared.persons,
                before.event_id
            from believed as cleared
            inner join
                believed as before
                on cleared.subject_id = before.subject_id
                and cleared.since = before.valid_to
                and before.status = 'at_shelter'
            where cleared.status = 'cleared_to_return'
        )

    select
        stayed.subject_id as evacuee_id,
        stayed.valid_from,
        stayed.valid_to,
        stayed.persons,
        coalesce(said.shelter_id, register.shelter_id) as shelter_id
    from stayed
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
        on stayed.event_id = said.event_id
    left join evacuee_register(op, as_of) as register on stayed.subject_id = register.evacuee_id
;

create or replace macro shelter_facts(op, as_of, known_at) as table
    select
        span.subject_id,
        any_value(span.status) filter (span.facet = 'service') as service_status,
        any_value(span.since) filter (span.facet = 'service') as service_since,
        any_value(span.valid_from) filter (span.facet = 'service') as service_from,
        any_value(span.status) filter (span.facet = 'hazard') as hazard_status,
        any_value(span.since) filter (span.facet = 'hazard') as hazard_since,
        any_value(span.event_id) filter (span.facet = 'hazard') as hazard_event_id,
        any_value(span.status) filter (span.facet = 'occupancy') as occupancy_status,
        any_value(span.quantity) filter (span.facet = 'occupancy') as occupants,
        any_value(span.valid_from) filter (span.facet = 'occupancy') as counted_at,
        max(span.known_from) as last_recorded_at
    from span
    where
        span.operation_id = op
        and span.subject = 'shelter'
        and span.facet in ('service', 'hazard', 'occupancy')
        and span.valid_from <= as_of
        and as_of < span.valid_to
        and span.known_from <= known_at
        and known_at < span.known_to
    group by span.subject_id
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
        facts.service_status as status,
        service.progress,
        facts.service_since as since,
        facts.service_from as happened_at,
        facts.last_recorded_at,
        facts.hazard_status,
        facts.hazard_since,
        facts.hazard_event_id,
        facts.occupancy_status,
        facts.occupants,
        facts.counted_at,
        case
            when facts.service_status = 'full'
            then 0
            when facts.occupants is not null and shelter.capacity is not null
            then greatest(shelter.capacity - facts.occupants, 0)
        end as free_places,
        facts.occupants / nullif(shelter.capacity, 0) as filled_share,
        shelter.officer_id
    from shelter
    left join shelter_facts(op, as_of, known_at) as facts on shelter.shelter_id = facts.subject_id
    left join
        status as service
        on service.subject = 'shelter'
        and service.facet = 'service'
        and facts.service_status = service.status
    where
        shelter.roster = roster_of(op)
        and shelter.valid_from <= as_of
        and as_of < shelter.valid_to
        and in_scope(shelter.township_code, shelter.village_code, area_code)
;

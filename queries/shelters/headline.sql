-- How many shelters are open, how full are they, and which are in danger themselves?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Done = service held in open or full; over_count = closed again; left_count = neither; unknown_count = those
-- of the roster without any report on service, who are in left_count. Occupants are the last headcounts of
-- open shelters, signed_in the persons at them by roster; capacity and free places are those of open
-- shelters, free places only where people were counted.
-- One row.
with
    stays as (
        select coalesce(sum(stay.persons), 0) as signed_in
        from shelter_stays($operation_id, $as_of, $known_at) as stay
        inner join
            shelter
            on stay.shelter_id = shelter.shelter_id
            and shelter.roster = roster_of($operation_id)
            and shelter.valid_from <= $as_of
            and $as_of < shelter.valid_to
            and in_scope(shelter.township_code, shelter.village_code, $area_code)
        where $as_of < stay.valid_to
    )

select
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.hazard_status = 'at_risk') as trouble_count,
    max(standing.last_recorded_at) as last_recorded_at,
    count(*) filter (standing.progress = 'done') as open_count,
    count(*) filter (standing.status = 'full') as full_count,
    count(*) filter (standing.progress = 'done' and standing.filled_share >= 0.9) as nearly_full_count,
    count(*) filter (standing.progress = 'over') as closed_count,
    count(*) filter (standing.hazard_status = 'at_risk') as at_risk_count,
    cast(sum(standing.capacity) as bigint) as capacity_listed,
    cast(coalesce(sum(standing.capacity) filter (standing.progress = 'done'), 0) as bigint) as capacity,
    cast(sum(standing.occupants) filter (standing.progress = 'done') as bigint) as occupants,
    count(*) filter (standing.progress = 'done' and standing.occupants is null) as uncounted_count,
    cast(sum(standing.free_places) filter (standing.progress = 'done') as bigint) as free_places,
    max(standing.counted_at) as counted_at,
    cast((select stays.signed_in from stays) as bigint) as signed_in
from shelter_standing($operation_id, $as_of, $known_at, $area_code) as standing

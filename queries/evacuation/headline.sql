-- How many people should move, how many have, where are they now, and what is going wrong?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- All figures are persons (人数), but moves, which are person-times (人次). Target = evacuees with any
-- move report in this operation; moved = those whose move was done at or before the moment,
-- wherever they are now; left_count = target less moved; unknown_count is nought, since the target
-- is made of reports (who is on the roster and not in the target: evacuation/unlisted);
-- trouble_count = refused or returned without clearance.
-- One row.
select
    cast(coalesce(sum(standing.persons), 0) as bigint) as total,
    cast(coalesce(sum(standing.persons) filter (standing.is_moved), 0) as bigint) as done,
    cast(coalesce(sum(standing.persons) filter (not standing.is_moved), 0) as bigint) as left_count,
    0 as unknown_count,
    cast(
        coalesce(sum(standing.persons) filter (standing.progress = 'trouble'), 0) as bigint
    ) as trouble_count,
    max(standing.last_recorded_at) as last_recorded_at,
    cast(coalesce(sum(standing.persons), 0) as bigint) as target,
    cast(coalesce(sum(standing.persons) filter (standing.is_moved), 0) as bigint) as moved,
    cast(coalesce(sum(standing.moves), 0) as bigint) as moves,
    cast(coalesce(sum(standing.persons) filter (standing.is_away), 0) as bigint) as away_now,
    cast(coalesce(sum(standing.persons) filter (standing.status = 'at_shelter'), 0) as bigint) as in_shelter,
    cast(
        coalesce(sum(standing.persons) filter (standing.status = 'with_relatives'), 0) as bigint
    ) as with_relatives,
    cast(coalesce(sum(standing.persons) filter (standing.status = 'elsewhere'), 0) as bigint) as elsewhere,
    cast(
        coalesce(sum(standing.persons) filter (standing.status = 'cleared_to_return'), 0) as bigint
    ) as cleared,
    cast(coalesce(sum(standing.persons) filter (standing.status = 'returned'), 0) as bigint) as returned,
    cast(coalesce(sum(standing.persons) filter (standing.status = 'moving'), 0) as bigint) as moving,
    cast(coalesce(sum(standing.persons) filter (standing.status = 'refused'), 0) as bigint) as refused,
    cast(
        coalesce(sum(standing.persons) filter (standing.status = 'unauthorised_return'), 0) as bigint
    ) as unauthorised,
    cast(coalesce(sum(standing.persons) filter (standing.is_again), 0) as bigint) as again
from evacuation_sums($operation_id, $as_of, $known_at, $area_code, false, false) as standing

-- How many people should move, have moved, are left and where are they, by why they must move?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons; words as in evacuation/headline; left_in_trouble is the part of left_count that refuses.
-- One row per category that any report names (empty when it names none), in the county's order.
select
    standing.category,
    cast(sum(standing.persons) as bigint) as total,
    cast(coalesce(sum(standing.persons) filter (standing.is_moved), 0) as bigint) as done,
    cast(coalesce(sum(standing.persons) filter (not standing.is_moved), 0) as bigint) as left_count,
    cast(
        coalesce(sum(standing.persons) filter (standing.progress = 'trouble'), 0) as bigint
    ) as trouble_count,
    cast(
        coalesce(
            sum(standing.persons) filter (not standing.is_moved and standing.progress = 'trouble'), 0
        ) as bigint
    ) as left_in_trouble,
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
    cast(coalesce(sum(standing.persons) filter (standing.status = 'refused'), 0) as bigint) as refused,
    cast(
        coalesce(sum(standing.persons) filter (standing.status = 'unauthorised_return'), 0) as bigint
    ) as unauthorised
from evacuation_sums($operation_id, $as_of, $known_at, $area_code, false, true) as standing
left join category on category.kind = 'evacuation' and standing.category = category.category
group by standing.category, category.rank
order by category.rank nulls last, standing.category

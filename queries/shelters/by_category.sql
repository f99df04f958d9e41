-- How many shelters are open, and how many places are free, by tier?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Words as in shelters/headline.
-- One row per tier of shelter that has any: county, township, village.
select
    standing.category,
    count(*) as total,
    count(*) filter (standing.progress = 'done') as done,
    count(*) filter (standing.progress = 'over') as over_count,
    count(*) filter (coalesce(standing.progress, 'todo') not in ('done', 'over')) as left_count,
    count(*) filter (standing.status is null) as unknown_count,
    count(*) filter (standing.hazard_status = 'at_risk') as trouble_count,
    cast(sum(standing.capacity) filter (standing.progress = 'done') as bigint) as capacity,
    cast(sum(standing.occupants) filter (standing.progress = 'done') as bigint) as occupants,
    cast(sum(standing.free_places) filter (standing.progress = 'done') as bigint) as free_places
from shelter_standing($operation_id, $as_of, $known_at, $area_code) as standing
group by standing.category
order by case standing.category when 'county' then 1 when 'township' then 2 when 'village' then 3 else 4 end

-- Where are people who should have moved and have not, or who are back without clearance?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons. One row per village, category and standing (left, refused, returned) with anybody in it; since is
-- when the longest-standing of them came to stand so, lat and lon (WGS 84) the village's seat.
with
    standing as (
        select
            township_code,
            village_code,
            category,
            case
                when status = 'unauthorised_return'
                then 'returned'
                when status = 'refused'
                then 'refused'
                else 'left'
            end as standing,
            persons,
            since
        from evacuation_standing($operation_id, $as_of, $known_at, $area_code)
        where not is_moved or status in ('unauthorised_return', 'refused')
    )

select
    standing.township_code,
    standing.village_code,
    standing.category,
    standing.standing,
    cast(sum(standing.persons) as bigint) as persons,
    min(standing.since) as since,
    any_value(area.lat) as lat,
    any_value(area.lon) as lon
from standing
left join area on standing.village_code = area.area_code
group by all
order by standing.township_code, standing.village_code, standing.category, standing.standing

-- Which phones stand for several posts, so that one call cannot reach them all?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per phone that is on the list more than once, most posts first.
select
    standing.officer_phone as phone,
    min(standing.object_id) as first_id,
    count(*) as post_count,
    count(*) filter (standing.progress = 'done') as on_post_count,
    list(
        distinct coalesce(standing.name, standing.object_id)
        order by coalesce(standing.name, standing.object_id)
    ) as names,
    list(distinct standing.township_code order by standing.township_code) as township_codes
from duty_standing($operation_id, $as_of, $known_at, $area_code) as standing
where standing.officer_phone is not null
group by standing.officer_phone
having count(*) > 1
order by post_count desc, phone

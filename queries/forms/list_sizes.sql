-- How many rows would the transfer list and the duty roster of each township and village have?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per township and village of either list; empty for rows that name none.
select
    listed.township_code,
    listed.village_code,
    count(*) filter (listed.is_move) as moves,
    count(*) filter (not listed.is_move) as posts
from
    (
        select move.township_code, move.village_code, true as is_move
        from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as move
        union all
        select post.township_code, post.village_code, false
        from duty_standing($operation_id, $as_of, $known_at, $area_code) as post
    ) as listed
group by listed.township_code, listed.village_code
order by listed.township_code nulls last, listed.village_code nulls last

-- Which phones stand for several posts, so that one call cannot reach them all?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per phone that is on the list more than once, most posts first.
select
    any_value(standing.officer_phone) as phone,
    min(standing.object_id) as first_id,
    list(standing.object_id order by standing.object_id) as person_ids,
    count(*) as post_count,
    count(*) filter (standing.progress = 'done') as on_post_count,
    list(
        distinct coalesce(standing.name, standing.object_id)
        order by coalesce(standing.name, standing.object_id)
    ) as names,
    list(distinct standing.township_code order by standing.township_code) as township_codes
from duty_standing($operation_id, $as_of, $known_at, $area_code) as standing
inner join phone_marks($operation_id, $as_of) as marks on standing.object_id = marks.person_id
group by marks.phone_mark
having count(*) > 1
order by post_count desc, first_id

-- In which villages is nobody on post?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per counted village without anybody on post, also where nobody is listed; villages that have all
-- been relieved are left out.
select
    area.parent_code as township_code,
    area.area_code as village_code,
    count(standing.object_id) as total,
    count(standing.object_id) filter (standing.status is null) as unknown_count,
    count(standing.object_id) filter (standing.progress = 'trouble') as trouble_count
from area
left join
    duty_standing($operation_id, $as_of, $known_at, $area_code) as standing
    on area.area_code = standing.village_code
where area.tier = 'village' and area.is_counted and in_scope(area.parent_code, area.area_code, $area_code)
group by area.parent_code, area.area_code
having
    count(standing.object_id) filter (standing.progress = 'done') = 0
    and (
        count(standing.object_id) = 0
        or count(standing.object_id) filter (standing.progress = 'over') < count(standing.object_id)
    )
order by area.area_code

-- Which areas does the county have?
-- One row per county, township and village, by code.
select
    area.area_code,
    area.parent_code,
    area.tier,
    area.name_zh,
    area.name_en,
    area.lat,
    area.lon,
    area.is_counted,
    area.note
from area
order by area.area_code

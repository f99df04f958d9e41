-- Which storms are in the file, and over which span of time?
-- One row per storm with at least one sound fix, the newest first; the span and the count are of sound fixes.
select
    storm.storm_id,
    storm.name_zh,
    storm.name_en,
    min(storm_fix.fixed_at) as first_at,
    max(storm_fix.fixed_at) as last_at,
    count(*) as fix_count
from storm
inner join storm_fix on storm.storm_id = storm_fix.storm_id
where not storm_fix.is_suspect
group by storm.storm_id, storm.name_zh, storm.name_en
order by storm.storm_id desc

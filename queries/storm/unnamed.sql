-- Which storms came without a Chinese or English name?
-- One row per storm.
select storm.storm_id from storm where storm.name_zh is null or storm.name_en is null order by storm.storm_id

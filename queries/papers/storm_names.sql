-- What are storms called?
-- One row per storm that the file knows, with or without a fix.
select storm.storm_id, storm.name_zh, storm.name_en from storm order by storm.storm_id

-- Fill in names of known storms that were missing so far.
-- `incoming` stands for the Arrow table of storms.
-- One row: how many storms were touched.
update storm
set name_zh = coalesce(storm.name_zh, incoming.name_zh), name_en = coalesce(storm.name_en, incoming.name_en)
from incoming
where storm.storm_id = incoming.storm_id and (storm.name_zh is null or storm.name_en is null)

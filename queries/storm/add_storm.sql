-- Take in storms that are not there yet.
-- `incoming` stands for the Arrow table of storms.
-- One row: how many were new.
insert into storm by name
select incoming.*
from incoming
where incoming.storm_id not in (select storm.storm_id from storm)

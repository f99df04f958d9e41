-- Take in landfalls that are not there yet.
-- `incoming` stands for the Arrow table of landfalls.
-- One row: how many were new.
insert into landfall by name
select incoming.*
from incoming
where
    not exists (
        select 1
        from landfall
        where
            landfall.storm_id = incoming.storm_id
            and landfall.landfall_at = incoming.landfall_at
            and landfall.place = incoming.place
    )

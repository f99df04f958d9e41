-- Take in fixes that are not there yet with these very values.
-- `incoming` stands for the Arrow table of fixes.
-- One row: how many were new.
insert into storm_fix by name
select incoming.*
from incoming
where
    not exists (
        select 1
        from storm_fix
        where
            storm_fix.storm_id = incoming.storm_id
            and storm_fix.agency = incoming.agency
            and storm_fix.fixed_at = incoming.fixed_at
            and storm_fix.lat = incoming.lat
            and storm_fix.lon = incoming.lon
            and storm_fix.wind_ms is not distinct from incoming.wind_ms
            and storm_fix.pressure_hpa is not distinct from incoming.pressure_hpa
            and storm_fix.radius7_ne_km is not distinct from incoming.radius7_ne_km
            and storm_fix.is_analysis_after = incoming.is_analysis_after
    )

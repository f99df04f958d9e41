-- Take in forecast points that are not there yet with these very values.
-- `incoming` stands for the Arrow table of forecast points.
-- One row: how many were new.
insert into storm_forecast by name
select incoming.*
from incoming
where
    not exists (
        select 1
        from storm_forecast
        where
            storm_forecast.storm_id = incoming.storm_id
            and storm_forecast.agency = incoming.agency
            and storm_forecast.issued_at = incoming.issued_at
            and storm_forecast.valid_at = incoming.valid_at
            and storm_forecast.lat = incoming.lat
            and storm_forecast.lon = incoming.lon
            and storm_forecast.wind_ms is not distinct from incoming.wind_ms
            and storm_forecast.pressure_hpa is not distinct from incoming.pressure_hpa
    )

-- Which forecasts of a storm were ever issued?
-- $storm_id.
-- One row per forecast point that is not doubtful; of two with the same base and time the last known counts.
select storm_forecast.* exclude (import_id)
from storm_forecast
where storm_forecast.storm_id = $storm_id and not storm_forecast.is_suspect
order by storm_forecast.agency, storm_forecast.issued_at, storm_forecast.known_at, storm_forecast.valid_at

-- What did each agency ever forecast of one storm?
-- $storm_id.
-- One row per agency, base time, instant and the moment from which it could be read; doubtful points left
-- out.
select storm_forecast.* exclude (import_id)
from storm_forecast
where storm_forecast.storm_id = $storm_id and not storm_forecast.is_suspect
order by storm_forecast.agency, storm_forecast.issued_at, storm_forecast.valid_at, storm_forecast.known_at

-- What did each agency forecast at one base time?
-- $storm_id; $issued_at, $as_of, $known_at (UTC).
-- One row per agency and forecast point of that issue, known at the moment.
select storm_forecast.* exclude (import_id)
from storm_forecast
where
    storm_forecast.storm_id = $storm_id
    and storm_forecast.issued_at = $issued_at
    and storm_forecast.known_at <= least($as_of, $known_at)
    and not storm_forecast.is_suspect
qualify
    row_number() over (
        partition by storm_forecast.agency, storm_forecast.valid_at order by storm_forecast.known_at desc
    )
    = 1
order by storm_forecast.agency, storm_forecast.valid_at

-- What does each agency forecast, as last issued by the moment?
-- $storm_id; $as_of, $known_at (UTC).
-- One row per agency and forecast point of its last issue known at the moment.
select storm_forecast.* exclude (import_id)
from storm_forecast
where
    storm_forecast.storm_id = $storm_id
    and storm_forecast.issued_at <= $as_of
    and storm_forecast.known_at <= least($as_of, $known_at)
    and not storm_forecast.is_suspect
qualify
    dense_rank() over (partition by storm_forecast.agency order by storm_forecast.issued_at desc) = 1
    and row_number() over (
        partition by storm_forecast.agency, storm_forecast.valid_at order by storm_forecast.known_at desc
    )
    = 1
order by storm_forecast.agency, storm_forecast.valid_at

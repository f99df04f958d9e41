-- Which forecasts had been issued by the moment?
-- $storm_id; $as_of, $known_at (UTC).
-- One row per agency and base time, the newest first.
select
    storm_forecast.agency,
    storm_forecast.issued_at,
    min(storm_forecast.known_at) as known_at,
    count(distinct storm_forecast.valid_at) as point_count,
    max(storm_forecast.lead_h) as longest_lead_h,
    max(storm_forecast.wind_ms) as strongest_ms,
    any_value(storm_forecast.source) as source
from storm_forecast
where
    storm_forecast.storm_id = $storm_id
    and storm_forecast.issued_at <= $as_of
    and storm_forecast.known_at <= least($as_of, $known_at)
    and not storm_forecast.is_suspect
group by storm_forecast.agency, storm_forecast.issued_at
order by storm_forecast.issued_at desc, storm_forecast.agency

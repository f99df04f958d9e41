-- Which rows of the storm are kept but not believed, and why?
-- $storm_id; $as_of, $known_at (UTC).
-- One row per doubtful fix, forecast point or landfall; base time and lead are empty for what is no forecast.
select
    'fix' as kind,
    storm_fix.agency,
    storm_fix.fixed_at as stated_at,
    cast(null as timestamptz) as issued_at,
    cast(null as double) as lead_h,
    storm_fix.lat,
    storm_fix.lon,
    storm_fix.suspect_reason,
    storm_fix.source
from storm_fix
where
    storm_fix.storm_id = $storm_id
    and storm_fix.is_suspect
    and storm_fix.fixed_at <= $as_of
    and storm_fix.known_at <= $known_at

union all

select
    'forecast' as kind,
    storm_forecast.agency,
    storm_forecast.valid_at as stated_at,
    storm_forecast.issued_at,
    storm_forecast.lead_h,
    storm_forecast.lat,
    storm_forecast.lon,
    storm_forecast.suspect_reason,
    storm_forecast.source
from storm_forecast
where
    storm_forecast.storm_id = $storm_id
    and storm_forecast.is_suspect
    and storm_forecast.issued_at <= $as_of
    and storm_forecast.known_at <= least($as_of, $known_at)

union all

select
    'landfall' as kind,
    landfall.place as agency,
    landfall.landfall_at as stated_at,
    cast(null as timestamptz) as issued_at,
    cast(null as double) as lead_h,
    landfall.lat,
    landfall.lon,
    landfall.suspect_reason,
    landfall.source
from landfall
where landfall.storm_id = $storm_id and landfall.is_suspect and landfall.landfall_at <= $as_of
order by stated_at, kind

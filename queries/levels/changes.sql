-- At which minutes did something change that the level rules look at, and how many rows came then?
-- $operation_id; $known_at (UTC).
-- One row per kind (storm or county) and minute; storms count in every operation.
with
    told as (
        select 'storm' as kind, storm_fix.known_at as told_at
        from storm_fix

        union all

        select 'storm' as kind, storm_forecast.known_at as told_at
        from storm_forecast

        union all

        select 'county' as kind, greatest(event.happened_at, event.recorded_at) as told_at
        from event
        where
            event.operation_id = $operation_id
            and (event.subject = 'warning' or (event.subject = 'log' and event.category = 'fact'))

        union all

        select 'county' as kind, greatest(weather_warning.issued_at, weather_warning.recorded_at) as told_at
        from weather_warning
        where weather_warning.operation_id = $operation_id

        union all

        select 'reading' as kind, greatest(reading.read_at, reading.recorded_at) as told_at
        from reading
        where reading.operation_id = $operation_id
    )

select
    told.kind,
    time_bucket(interval '1 minute', told.told_at + interval '59 seconds') as told_at,
    count(*) as told_count
from told
where told.told_at <= $known_at
group by all
order by told_at, told.kind

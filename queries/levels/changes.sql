-- At which seconds did something change that the level rules look at, and how many rows came then?
-- $operation_id.
-- One row per kind (storm, county or reading) and second. Storms count in every operation; the end of a
-- forecast, of a day without a fix, of a warning's validity and of an entry's change what is seen as well.
with
    told as (
        select 'storm' as kind, storm_fix.known_at as told_at
        from storm_fix

        union all

        select 'storm' as kind, storm_fix.fixed_at + interval '24 hours' as told_at
        from storm_fix

        union all

        select 'storm' as kind, storm_forecast.known_at as told_at
        from storm_forecast

        union all

        select 'storm' as kind, max(storm_forecast.valid_at) as told_at
        from storm_forecast
        group by storm_forecast.storm_id, storm_forecast.agency, storm_forecast.issued_at

        union all

        select 'county' as kind, greatest(event.happened_at, event.recorded_at) as told_at
        from event
        where
            event.operation_id = $operation_id
            and (event.subject = 'warning' or (event.subject = 'log' and event.category = 'fact'))

        union all

        select
            'county' as kind,
            unnest([event.happened_at + interval '24 hours', event.happened_at + interval '7 days'])
        from event
        where event.operation_id = $operation_id and event.subject = 'log' and event.category = 'fact'

        union all

        select 'county' as kind, unnest([heard.told_at, heard.effective_at, heard.expires_at]) as told_at
        from
            (
                select
                    greatest(weather_warning.issued_at, weather_warning.recorded_at) as told_at,
                    weather_warning.effective_at,
                    weather_warning.expires_at
                from weather_warning
                where weather_warning.operation_id = $operation_id
            ) as heard

        union all

        select 'reading' as kind, greatest(reading.read_at, reading.recorded_at) as told_at
        from reading
        where reading.operation_id = $operation_id
    )

select
    told.kind,
    time_bucket(interval '1 second', told.told_at + interval '999 milliseconds') as told_at,
    count(*) as told_count
from told
where told.told_at is not null
group by all
order by told_at, told.kind

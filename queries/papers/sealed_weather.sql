-- What do the tables of storms and gauges hold of what a paper rests on?
-- $operation_id; $as_of and $known_at (UTC).
-- One row per kind, import and hour of which its rows speak, with how many rows and a digest over what they
-- say: where a storm was from thirty days before the run on, where it was forecast and where it came ashore,
-- and what gauges read.
with
    standing as (
        select operation.operation_id, operation.opened_at - interval 30 day as from_at
        from operation
        where operation.operation_id = $operation_id
    ),

    fixes as (
        select
            'storm' as subject,
            import_id,
            fixed_at as told_of,
            cast(
                row(
                    storm_id,
                    agency,
                    lat,
                    lon,
                    pressure_hpa,
                    wind_ms,
                    grade,
                    radius7_ne_km,
                    radius7_se_km,
                    radius7_sw_km,
                    radius7_nw_km,
                    radius10_ne_km,
                    radius10_se_km,
                    radius10_sw_km,
                    radius10_nw_km,
                    radius12_ne_km,
                    radius12_se_km,
                    radius12_sw_km,
                    radius12_nw_km,
                    is_suspect,
                    epoch_us(known_at)
                ) as varchar
            ) as told
        from storm_fix
        where known_at <= $known_at
    ),

    forecasts as (
        select
            'storm' as subject,
            import_id,
            issued_at as told_of,
            cast(
                row(
                    storm_id,
                    agency,
                    epoch_us(valid_at),
                    lat,
                    lon,
                    pressure_hpa,
                    wind_ms,
                    is_suspect,
                    epoch_us(known_at)
                ) as varchar
            ) as told
        from storm_forecast
        where known_at <= $known_at
    ),

    landfalls as (
        select
            'storm' as subject,
            import_id,
            landfall_at as told_of,
            cast(row(storm_id, place, lat, lon, text, is_suspect) as varchar) as told
        from landfall
    ),

    readings as (
        select
            'reading' as subject,
            import_id,
            read_at as told_of,
            cast(row(gauge_id, quantity, value, is_suspect, epoch_us(recorded_at)) as varchar) as told
        from reading
        where operation_id = $operation_id and recorded_at <= $known_at
    ),

    told as (
        from fixes
        union all
        from forecasts
        union all
        from landfalls
        union all
        from readings
    ),

    digested as (
        select
            told.subject,
            told.import_id,
            date_trunc('hour', told.told_of) as hour_at,
            sha256(concat_ws(chr(31), epoch_us(told.told_of), told.told)) as said
        from told
        inner join standing on told.told_of between standing.from_at and $as_of
    )

select
    digested.subject,
    cast(null as varchar) as township_code,
    digested.hour_at,
    count(*) as row_count,
    sha256(string_agg(digested.said, '' order by digested.said)) as digest,
    digested.import_id
from digested
group by digested.subject, digested.hour_at, digested.import_id
order by digested.subject, digested.hour_at, digested.import_id nulls first

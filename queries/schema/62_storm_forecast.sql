-- Forecasts of each agency as issued.
create table if not exists storm_forecast (
    storm_id varchar not null,
    agency varchar not null,
    issued_at timestamptz not null,
    known_at timestamptz not null,
    valid_at timestamptz not null,
    lead_h double not null,
    lat double not null,
    lon double not null,
    pressure_hpa double,
    wind_ms double,
    wind_averaging_min integer,
    grade varchar,
    radius7_ne_km double,
    radius7_se_km double,
    radius7_sw_km double,
    radius7_nw_km double,
    radius10_ne_km double,
    radius10_se_km double,
    radius10_sw_km double,
    radius10_nw_km double,
    radius12_ne_km double,
    radius12_se_km double,
    radius12_sw_km double,
    radius12_nw_km double,
    is_suspect boolean not null,
    suspect_reason varchar,
    source varchar not null,
    import_id varchar
)
;
comment on table storm_forecast is 'Forecasts of each agency as issued'
;
comment on column storm_forecast.storm_id is 'Which storm'
;
comment on column storm_forecast.agency is 'Who issued it'
;
comment on column storm_forecast.issued_at is 'Base time of the forecast'
;
comment on column storm_forecast.known_at is 'When this became known'
;
comment on column storm_forecast.valid_at is 'The instant it speaks of'
;
comment on column storm_forecast.lead_h is 'Hours from base time'
;
comment on column storm_forecast.lat is 'Latitude, degrees'
;
comment on column storm_forecast.lon is 'Longitude, degrees'
;
comment on column storm_forecast.pressure_hpa is 'Central pressure, hPa'
;
comment on column storm_forecast.wind_ms is 'Maximum wind, m/s, in the agency''s own averaging'
;
comment on column storm_forecast.wind_averaging_min is 'Averaging period of the wind, minutes'
;
comment on column storm_forecast.grade is 'Grade by GB/T 19201'
;
comment on column storm_forecast.radius7_ne_km is 'Radius of Beaufort 7 winds, NE quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius7_se_km is 'Radius of Beaufort 7 winds, SE quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius7_sw_km is 'Radius of Beaufort 7 winds, SW quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius7_nw_km is 'Radius of Beaufort 7 winds, NW quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius10_ne_km is 'Radius of Beaufort 10 winds, NE quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius10_se_km is 'Radius of Beaufort 10 winds, SE quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius10_sw_km is 'Radius of Beaufort 10 winds, SW quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius10_nw_km is 'Radius of Beaufort 10 winds, NW quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius12_ne_km is 'Radius of Beaufort 12 winds, NE quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius12_se_km is 'Radius of Beaufort 12 winds, SE quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius12_sw_km is 'Radius of Beaufort 12 winds, SW quadrant, km; empty when unknown'
;
comment on column storm_forecast.radius12_nw_km is 'Radius of Beaufort 12 winds, NW quadrant, km; empty when unknown'
;
comment on column storm_forecast.is_suspect is 'Whether it is kept but not drawn as true'
;
comment on column storm_forecast.suspect_reason is 'Why'
;
comment on column storm_forecast.source is 'File or feed'
;
comment on column storm_forecast.import_id is 'Import that brought it'
;

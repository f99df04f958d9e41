-- Where a storm was and how strong, as each agency analysed it.
create table if not exists storm_fix (
    storm_id varchar not null,
    agency varchar not null,
    fixed_at timestamptz not null,
    known_at timestamptz not null,
    lat double not null,
    lon double not null,
    pressure_hpa double,
    wind_ms double,
    wind_averaging_min integer,
    grade varchar,
    move_kmh double,
    move_direction varchar,
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
    is_radii_modelled boolean not null,
    is_analysis_after boolean not null,
    is_suspect boolean not null,
    suspect_reason varchar,
    source varchar not null,
    import_id varchar
)
;
comment on table storm_fix is 'Where a storm was and how strong, as each agency analysed it'
;
comment on column storm_fix.storm_id is 'Which storm'
;
comment on column storm_fix.agency is 'Who analysed it'
;
comment on column storm_fix.fixed_at is 'When it was there'
;
comment on column storm_fix.known_at is 'When this became known'
;
comment on column storm_fix.lat is 'Latitude, degrees'
;
comment on column storm_fix.lon is 'Longitude, degrees'
;
comment on column storm_fix.pressure_hpa is 'Central pressure, hPa'
;
comment on column storm_fix.wind_ms is 'Maximum wind near the centre, m/s, in the agency''s own averaging'
;
comment on column storm_fix.wind_averaging_min is 'Averaging period of the wind, minutes: China 2, Japan 10, United States 1'
;
comment on column storm_fix.grade is 'Grade by GB/T 19201: TD TS STS TY STY SuperTY; L extratropical'
;
comment on column storm_fix.move_kmh is 'Speed of the centre, km/h'
;
comment on column storm_fix.move_direction is 'Where it moves to, as the source says'
;
comment on column storm_fix.radius7_ne_km is 'Radius of Beaufort 7 winds, NE quadrant, km; empty when unknown'
;
comment on column storm_fix.radius7_se_km is 'Radius of Beaufort 7 winds, SE quadrant, km; empty when unknown'
;
comment on column storm_fix.radius7_sw_km is 'Radius of Beaufort 7 winds, SW quadrant, km; empty when unknown'
;
comment on column storm_fix.radius7_nw_km is 'Radius of Beaufort 7 winds, NW quadrant, km; empty when unknown'
;
comment on column storm_fix.radius10_ne_km is 'Radius of Beaufort 10 winds, NE quadrant, km; empty when unknown'
;
comment on column storm_fix.radius10_se_km is 'Radius of Beaufort 10 winds, SE quadrant, km; empty when unknown'
;
comment on column storm_fix.radius10_sw_km is 'Radius of Beaufort 10 winds, SW quadrant, km; empty when unknown'
;
comment on column storm_fix.radius10_nw_km is 'Radius of Beaufort 10 winds, NW quadrant, km; empty when unknown'
;
comment on column storm_fix.radius12_ne_km is 'Radius of Beaufort 12 winds, NE quadrant, km; empty when unknown'
;
comment on column storm_fix.radius12_se_km is 'Radius of Beaufort 12 winds, SE quadrant, km; empty when unknown'
;
comment on column storm_fix.radius12_sw_km is 'Radius of Beaufort 12 winds, SW quadrant, km; empty when unknown'
;
comment on column storm_fix.radius12_nw_km is 'Radius of Beaufort 12 winds, NW quadrant, km; empty when unknown'
;
comment on column storm_fix.is_radii_modelled is 'Whether the circles are modelled from other figures'
;
comment on column storm_fix.is_analysis_after is 'Whether this is an analysis made after the storm'
;
comment on column storm_fix.is_suspect is 'Whether it is kept but not drawn as true'
;
comment on column storm_fix.suspect_reason is 'Why'
;
comment on column storm_fix.source is 'File or feed'
;
comment on column storm_fix.import_id is 'Import that brought it'
;

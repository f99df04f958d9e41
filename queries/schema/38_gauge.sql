-- Rain, river, reservoir, tide and wind gauges with their marks.
create table if not exists gauge (
    roster varchar not null,
    gauge_id varchar not null,
    name varchar,
    kind varchar,
    datum_name varchar,
    warning_level_m double,
    guaranteed_level_m double,
    flood_limit_level_m double,
    design_level_m double,
    blue_level_m double,
    yellow_level_m double,
    orange_level_m double,
    red_level_m double,
    reads_every_min double,
    marks_source varchar,
    township_code varchar,
    village_code varchar,
    lat double,
    lon double,
    source varchar not null,
    valid_from timestamptz not null,
    valid_to timestamptz not null,
    import_id varchar,
    closed_by varchar,
    note varchar
)
;
alter table gauge add column if not exists import_id varchar
;
alter table gauge add column if not exists closed_by varchar
;
alter table gauge add column if not exists note varchar
;
alter table gauge add column if not exists design_level_m double
;
alter table gauge add column if not exists blue_level_m double
;
alter table gauge add column if not exists yellow_level_m double
;
alter table gauge add column if not exists orange_level_m double
;
alter table gauge add column if not exists red_level_m double
;
alter table gauge add column if not exists reads_every_min double
;
alter table gauge add column if not exists marks_source varchar
;
comment on table gauge is 'Rain, river, reservoir, tide and wind gauges with their marks'
;
comment on column gauge.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column gauge.gauge_id is 'Station code'
;
comment on column gauge.name is 'Name'
;
comment on column gauge.kind is 'rain, river, reservoir, tide or wind'
;
comment on column gauge.datum_name is 'Height datum'
;
comment on column gauge.warning_level_m is 'Warning stage, metres'
;
comment on column gauge.guaranteed_level_m is 'Guaranteed stage, metres'
;
comment on column gauge.flood_limit_level_m is 'Flood-limited water level, metres'
;
comment on column gauge.township_code is 'Township, 9 digits'
;
comment on column gauge.village_code is 'Village or community, 12 digits'
;
comment on column gauge.lat is 'Latitude, degrees WGS 84'
;
comment on column gauge.lon is 'Longitude, degrees WGS 84'
;
comment on column gauge.source is 'Where the row comes from [personal: file]'
;
comment on column gauge.valid_from is 'From when this version of the row holds'
;
comment on column gauge.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column gauge.import_id is 'Import that brought this version'
;
comment on column gauge.closed_by is 'Import that ended this version'
;
comment on column gauge.note is 'Remark on the list [personal: text]'
;
comment on column gauge.design_level_m is 'Design flood level of a reservoir, metres'
;
comment on column gauge.blue_level_m is 'Blue warning tide mark, metres'
;
comment on column gauge.yellow_level_m is 'Yellow warning tide mark, metres'
;
comment on column gauge.orange_level_m is 'Orange warning tide mark, metres'
;
comment on column gauge.red_level_m is 'Red warning tide mark, metres'
;
comment on column gauge.reads_every_min is 'How often it reports, minutes; empty when nobody says'
;
comment on column gauge.marks_source is 'Where its marks come from, when not from where the row does'
;

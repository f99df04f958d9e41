-- Danger zones with the people in them.
create table if not exists danger_zone (
    roster varchar not null,
    zone_id varchar not null,
    name varchar,
    zone_type varchar,
    people_count integer,
    officer_id varchar,
    outline varchar,
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
alter table danger_zone add column if not exists import_id varchar
;
alter table danger_zone add column if not exists closed_by varchar
;
alter table danger_zone add column if not exists note varchar
;
comment on table danger_zone is 'Danger zones with the people in them'
;
comment on column danger_zone.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column danger_zone.zone_id is 'Identifier'
;
comment on column danger_zone.name is 'Name'
;
comment on column danger_zone.zone_type is 'Type, see category'
;
comment on column danger_zone.people_count is 'People in it'
;
comment on column danger_zone.officer_id is 'Responsible person [personal: id]'
;
comment on column danger_zone.outline is 'Outline as GeoJSON text'
;
comment on column danger_zone.township_code is 'Township, 9 digits'
;
comment on column danger_zone.village_code is 'Village or community, 12 digits'
;
comment on column danger_zone.lat is 'Latitude, degrees WGS 84'
;
comment on column danger_zone.lon is 'Longitude, degrees WGS 84'
;
comment on column danger_zone.source is 'Where the row comes from [personal: file]'
;
comment on column danger_zone.valid_from is 'From when this version of the row holds'
;
comment on column danger_zone.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column danger_zone.import_id is 'Import that brought this version'
;
comment on column danger_zone.closed_by is 'Import that ended this version'
;
comment on column danger_zone.note is 'Remark on the list [personal: text]'
;

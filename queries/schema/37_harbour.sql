-- Harbours and anchorages.
create table if not exists harbour (
    roster varchar not null,
    harbour_id varchar not null,
    name varchar,
    name_en varchar,
    berth_count integer,
    shelter_grade integer,
    draught_m double,
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
alter table harbour add column if not exists import_id varchar
;
alter table harbour add column if not exists closed_by varchar
;
alter table harbour add column if not exists note varchar
;
comment on table harbour is 'Harbours and anchorages'
;
comment on column harbour.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column harbour.harbour_id is 'Identifier'
;
comment on column harbour.name is 'Name'
;
comment on column harbour.name_en is 'English name'
;
comment on column harbour.berth_count is 'Berths'
;
comment on column harbour.shelter_grade is 'Beaufort force up to which it shelters'
;
comment on column harbour.draught_m is 'Draught, metres'
;
comment on column harbour.township_code is 'Township, 9 digits'
;
comment on column harbour.village_code is 'Village or community, 12 digits'
;
comment on column harbour.lat is 'Latitude, degrees WGS 84'
;
comment on column harbour.lon is 'Longitude, degrees WGS 84'
;
comment on column harbour.source is 'Where the row comes from [personal: file]'
;
comment on column harbour.valid_from is 'From when this version of the row holds'
;
comment on column harbour.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column harbour.import_id is 'Import that brought this version'
;
comment on column harbour.closed_by is 'Import that ended this version'
;
comment on column harbour.note is 'Remark on the list [personal: text]'
;

-- Objects of the other sectors, from dangerous houses to hazmat trucks.
create table if not exists facility (
    roster varchar not null,
    facility_id varchar not null,
    name varchar,
    sector varchar,
    people_count integer,
    owner_name varchar,
    phone varchar,
    officer_id varchar,
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
alter table facility add column if not exists import_id varchar
;
alter table facility add column if not exists closed_by varchar
;
alter table facility add column if not exists note varchar
;
comment on table facility is 'Objects of the other sectors, from dangerous houses to hazmat trucks'
;
comment on column facility.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column facility.facility_id is 'Identifier on the list'
;
comment on column facility.name is 'Name [personal: thing]'
;
comment on column facility.sector is 'Sector, see category'
;
comment on column facility.people_count is 'People in or below it'
;
comment on column facility.owner_name is 'Owner or operator [personal: name]'
;
comment on column facility.phone is 'Phone [personal: phone]'
;
comment on column facility.officer_id is 'Responsible person [personal: id]'
;
comment on column facility.township_code is 'Township, 9 digits'
;
comment on column facility.village_code is 'Village or community, 12 digits'
;
comment on column facility.lat is 'Latitude, degrees WGS 84'
;
comment on column facility.lon is 'Longitude, degrees WGS 84'
;
comment on column facility.source is 'Where the row comes from [personal: file]'
;
comment on column facility.valid_from is 'From when this version of the row holds'
;
comment on column facility.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column facility.import_id is 'Import that brought this version'
;
comment on column facility.closed_by is 'Import that ended this version'
;
comment on column facility.note is 'Remark on the list [personal: text]'
;

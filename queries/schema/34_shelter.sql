-- Evacuation shelters.
create table if not exists shelter (
    roster varchar not null,
    shelter_id varchar not null,
    name varchar,
    tier varchar,
    capacity integer,
    area_m2 double,
    manager_name varchar,
    phone varchar,
    officer_id varchar,
    is_certified boolean,
    has_video boolean,
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
alter table shelter add column if not exists import_id varchar
;
alter table shelter add column if not exists closed_by varchar
;
alter table shelter add column if not exists note varchar
;
comment on table shelter is 'Evacuation shelters'
;
comment on column shelter.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column shelter.shelter_id is 'Identifier on the list'
;
comment on column shelter.name is 'Shelter name [personal: thing]'
;
comment on column shelter.tier is 'county, township or village'
;
comment on column shelter.capacity is 'People it can take'
;
comment on column shelter.area_m2 is 'Usable floor, square metres'
;
comment on column shelter.manager_name is 'Manager [personal: name]'
;
comment on column shelter.phone is 'Phone of the manager [personal: phone]'
;
comment on column shelter.officer_id is 'Responsible person [personal: id]'
;
comment on column shelter.is_certified is 'Whether a safety certificate is on file'
;
comment on column shelter.has_video is 'Whether it has video'
;
comment on column shelter.township_code is 'Township, 9 digits'
;
comment on column shelter.village_code is 'Village or community, 12 digits'
;
comment on column shelter.lat is 'Latitude, degrees WGS 84'
;
comment on column shelter.lon is 'Longitude, degrees WGS 84'
;
comment on column shelter.source is 'Where the row comes from [personal: file]'
;
comment on column shelter.valid_from is 'From when this version of the row holds'
;
comment on column shelter.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column shelter.import_id is 'Import that brought this version'
;
comment on column shelter.closed_by is 'Import that ended this version'
;
comment on column shelter.note is 'Remark on the list [personal: text]'
;

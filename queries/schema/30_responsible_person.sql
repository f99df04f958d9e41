-- Named persons who answer for an area or an object.
create table if not exists responsible_person (
    roster varchar not null,
    person_id varchar not null,
    name varchar,
    phone varchar,
    role_code varchar,
    post_name varchar,
    tier varchar,
    deputy_id varchar,
    township_code varchar,
    village_code varchar,
    lat double,
    lon double,
    source varchar not null,
    valid_from timestamptz not null,
    valid_to timestamptz not null,
    import_id varchar,
    closed_by varchar,
    grid_name varchar,
    note varchar
)
;
alter table responsible_person add column if not exists import_id varchar
;
alter table responsible_person add column if not exists closed_by varchar
;
alter table responsible_person add column if not exists grid_name varchar
;
alter table responsible_person add column if not exists note varchar
;
comment on table responsible_person is 'Named persons who answer for an area or an object'
;
comment on column responsible_person.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column responsible_person.person_id is 'Identifier on the list [personal: id]'
;
comment on column responsible_person.name is 'Name [personal: name]'
;
comment on column responsible_person.phone is 'Phone [personal: phone]'
;
comment on column responsible_person.role_code is 'Role, see category'
;
comment on column responsible_person.post_name is 'Post as written on the list'
;
comment on column responsible_person.tier is 'county, township or village'
;
comment on column responsible_person.deputy_id is 'Person who stands in [personal: id]'
;
comment on column responsible_person.township_code is 'Township, 9 digits'
;
comment on column responsible_person.village_code is 'Village or community, 12 digits'
;
comment on column responsible_person.lat is 'Latitude, degrees WGS 84'
;
comment on column responsible_person.lon is 'Longitude, degrees WGS 84'
;
comment on column responsible_person.source is 'Where the row comes from [personal: file]'
;
comment on column responsible_person.valid_from is 'From when this version of the row holds'
;
comment on column responsible_person.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column responsible_person.import_id is 'Import that brought this version'
;
comment on column responsible_person.closed_by is 'Import that ended this version'
;
comment on column responsible_person.grid_name is 'Grid that a grid officer answers for'
;
comment on column responsible_person.note is 'Remark on the list [personal: text]'
;

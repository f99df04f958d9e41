-- Building sites.
create table if not exists construction_site (
    roster varchar not null,
    site_id varchar not null,
    name varchar,
    builder_name varchar,
    manager_name varchar,
    phone varchar,
    officer_id varchar,
    worker_count integer,
    crane_count integer,
    shed_count integer,
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
alter table construction_site add column if not exists import_id varchar
;
alter table construction_site add column if not exists closed_by varchar
;
alter table construction_site add column if not exists note varchar
;
comment on table construction_site is 'Building sites'
;
comment on column construction_site.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column construction_site.site_id is 'Identifier on the list'
;
comment on column construction_site.name is 'Site name [personal: thing]'
;
comment on column construction_site.builder_name is 'Builder'
;
comment on column construction_site.manager_name is 'Project manager [personal: name]'
;
comment on column construction_site.phone is 'Phone of the manager [personal: phone]'
;
comment on column construction_site.officer_id is 'Responsible person [personal: id]'
;
comment on column construction_site.worker_count is 'Workers housed on the list'
;
comment on column construction_site.crane_count is 'Tower cranes'
;
comment on column construction_site.shed_count is 'Workers'' sheds'
;
comment on column construction_site.township_code is 'Township, 9 digits'
;
comment on column construction_site.village_code is 'Village or community, 12 digits'
;
comment on column construction_site.lat is 'Latitude, degrees WGS 84'
;
comment on column construction_site.lon is 'Longitude, degrees WGS 84'
;
comment on column construction_site.source is 'Where the row comes from [personal: file]'
;
comment on column construction_site.valid_from is 'From when this version of the row holds'
;
comment on column construction_site.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column construction_site.import_id is 'Import that brought this version'
;
comment on column construction_site.closed_by is 'Import that ended this version'
;
comment on column construction_site.note is 'Remark on the list [personal: text]'
;

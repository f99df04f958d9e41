-- What the village lists tell about villages and communities.
create table if not exists village (
    roster varchar not null,
    village_id varchar not null,
    name varchar,
    population integer,
    household_count integer,
    risk_point_count integer,
    affected_count integer,
    task_weight varchar,
    cell_tower_id varchar,
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
alter table village add column if not exists note varchar
;
alter table village add column if not exists cell_tower_id varchar
;
comment on table village is 'What the village lists tell about villages and communities'
;
comment on column village.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column village.village_id is 'Identifier: the area code'
;
comment on column village.name is 'Name'
;
comment on column village.population is 'People living there'
;
comment on column village.household_count is 'Households'
;
comment on column village.risk_point_count is 'Points where harm is expected'
;
comment on column village.affected_count is 'People whom floods and storms reach'
;
comment on column village.task_weight is 'Weight of its flood work: light, heavy'
;
comment on column village.cell_tower_id is 'Cell tower that carries its phones'
;
comment on column village.township_code is 'Township, 9 digits'
;
comment on column village.village_code is 'Village or community, 12 digits'
;
comment on column village.lat is 'Latitude, degrees WGS 84'
;
comment on column village.lon is 'Longitude, degrees WGS 84'
;
comment on column village.source is 'Where the row comes from [personal: file]'
;
comment on column village.valid_from is 'From when this version of the row holds'
;
comment on column village.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column village.import_id is 'Import that brought this version'
;
comment on column village.closed_by is 'Import that ended this version'
;
comment on column village.note is 'Remark on the list [personal: text]'
;

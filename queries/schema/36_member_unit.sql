-- Member units of the headquarters.
create table if not exists member_unit (
    roster varchar not null,
    unit_id varchar not null,
    name varchar,
    name_en varchar,
    task varchar,
    is_main boolean,
    liaison_name varchar,
    phone varchar,
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
alter table member_unit add column if not exists import_id varchar
;
alter table member_unit add column if not exists closed_by varchar
;
alter table member_unit add column if not exists note varchar
;
comment on table member_unit is 'Member units of the headquarters'
;
comment on column member_unit.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column member_unit.unit_id is 'Identifier'
;
comment on column member_unit.name is 'Name'
;
comment on column member_unit.name_en is 'English name'
;
comment on column member_unit.task is 'Its task in a response'
;
comment on column member_unit.is_main is 'Whether it moves in from level II'
;
comment on column member_unit.liaison_name is 'Liaison [personal: name]'
;
comment on column member_unit.phone is 'Phone of the liaison [personal: phone]'
;
comment on column member_unit.township_code is 'Township, 9 digits'
;
comment on column member_unit.village_code is 'Village or community, 12 digits'
;
comment on column member_unit.lat is 'Latitude, degrees WGS 84'
;
comment on column member_unit.lon is 'Longitude, degrees WGS 84'
;
comment on column member_unit.source is 'Where the row comes from [personal: file]'
;
comment on column member_unit.valid_from is 'From when this version of the row holds'
;
comment on column member_unit.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column member_unit.import_id is 'Import that brought this version'
;
comment on column member_unit.closed_by is 'Import that ended this version'
;
comment on column member_unit.note is 'Remark on the list [personal: text]'
;

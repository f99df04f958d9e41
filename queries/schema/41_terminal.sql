-- Cameras, satellite phones, radios, broadcast posts.
create table if not exists terminal (
    roster varchar not null,
    terminal_id varchar not null,
    name varchar,
    kind varchar,
    holder_name varchar,
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
alter table terminal add column if not exists import_id varchar
;
alter table terminal add column if not exists closed_by varchar
;
alter table terminal add column if not exists note varchar
;
comment on table terminal is 'Cameras, satellite phones, radios, broadcast posts'
;
comment on column terminal.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column terminal.terminal_id is 'Identifier'
;
comment on column terminal.name is 'Name [personal: thing]'
;
comment on column terminal.kind is 'camera, satellite phone, radio or broadcast'
;
comment on column terminal.holder_name is 'Who holds it [personal: name]'
;
comment on column terminal.phone is 'Number [personal: phone]'
;
comment on column terminal.township_code is 'Township, 9 digits'
;
comment on column terminal.village_code is 'Village or community, 12 digits'
;
comment on column terminal.lat is 'Latitude, degrees WGS 84'
;
comment on column terminal.lon is 'Longitude, degrees WGS 84'
;
comment on column terminal.source is 'Where the row comes from [personal: file]'
;
comment on column terminal.valid_from is 'From when this version of the row holds'
;
comment on column terminal.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column terminal.import_id is 'Import that brought this version'
;
comment on column terminal.closed_by is 'Import that ended this version'
;
comment on column terminal.note is 'Remark on the list [personal: text]'
;

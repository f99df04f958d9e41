-- Vessels of the county.
create table if not exists vessel (
    roster varchar not null,
    vessel_id varchar not null,
    name varchar,
    vessel_class varchar,
    length_m double,
    crew_count integer,
    owner_name varchar,
    phone varchar,
    officer_id varchar,
    harbour_id varchar,
    speed_kn double,
    mmsi varchar,
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
alter table vessel add column if not exists import_id varchar
;
alter table vessel add column if not exists closed_by varchar
;
alter table vessel add column if not exists note varchar
;
comment on table vessel is 'Vessels of the county'
;
comment on column vessel.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column vessel.vessel_id is 'Identifier on the list [personal: id]'
;
comment on column vessel.name is 'Vessel name and hull number [personal: thing]'
;
comment on column vessel.vessel_class is 'Class, see category'
;
comment on column vessel.length_m is 'Length, metres'
;
comment on column vessel.crew_count is 'Crew on the list'
;
comment on column vessel.owner_name is 'Owner [personal: name]'
;
comment on column vessel.phone is 'Phone of the owner [personal: phone]'
;
comment on column vessel.officer_id is 'Responsible person of the vessel [personal: id]'
;
comment on column vessel.harbour_id is 'Home harbour'
;
comment on column vessel.speed_kn is 'Service speed, knots'
;
comment on column vessel.mmsi is 'AIS identity, when it has one'
;
comment on column vessel.township_code is 'Township, 9 digits'
;
comment on column vessel.village_code is 'Village or community, 12 digits'
;
comment on column vessel.lat is 'Latitude, degrees WGS 84'
;
comment on column vessel.lon is 'Longitude, degrees WGS 84'
;
comment on column vessel.source is 'Where the row comes from [personal: file]'
;
comment on column vessel.valid_from is 'From when this version of the row holds'
;
comment on column vessel.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column vessel.import_id is 'Import that brought this version'
;
comment on column vessel.closed_by is 'Import that ended this version'
;
comment on column vessel.note is 'Remark on the list [personal: text]'
;

-- Rescue and shock teams.
create table if not exists team (
    roster varchar not null,
    team_id varchar not null,
    name varchar,
    tier varchar,
    member_count integer,
    leader_name varchar,
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
alter table team add column if not exists import_id varchar
;
alter table team add column if not exists closed_by varchar
;
alter table team add column if not exists note varchar
;
comment on table team is 'Rescue and shock teams'
;
comment on column team.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column team.team_id is 'Identifier'
;
comment on column team.name is 'Name [personal: thing]'
;
comment on column team.tier is 'county, township or village'
;
comment on column team.member_count is 'Members'
;
comment on column team.leader_name is 'Leader [personal: name]'
;
comment on column team.phone is 'Phone of the leader [personal: phone]'
;
comment on column team.township_code is 'Township, 9 digits'
;
comment on column team.village_code is 'Village or community, 12 digits'
;
comment on column team.lat is 'Latitude, degrees WGS 84'
;
comment on column team.lon is 'Longitude, degrees WGS 84'
;
comment on column team.source is 'Where the row comes from [personal: file]'
;
comment on column team.valid_from is 'From when this version of the row holds'
;
comment on column team.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column team.import_id is 'Import that brought this version'
;
comment on column team.closed_by is 'Import that ended this version'
;
comment on column team.note is 'Remark on the list [personal: text]'
;

-- People or household groups who may have to move.
create table if not exists evacuee (
    roster varchar not null,
    evacuee_id varchar not null,
    name varchar,
    phone varchar,
    household_id varchar,
    persons integer not null,
    category varchar,
    danger_place varchar,
    linked_id varchar,
    shelter_id varchar,
    township_guarantor_id varchar,
    village_guarantor_id varchar,
    needs varchar,
    township_code varchar,
    village_code varchar,
    lat double,
    lon double,
    source varchar not null,
    valid_from timestamptz not null,
    valid_to timestamptz not null,
    import_id varchar,
    closed_by varchar,
    warner_id varchar,
    address varchar,
    note varchar
)
;
alter table evacuee add column if not exists import_id varchar
;
alter table evacuee add column if not exists closed_by varchar
;
alter table evacuee add column if not exists warner_id varchar
;
alter table evacuee add column if not exists address varchar
;
alter table evacuee add column if not exists note varchar
;
comment on table evacuee is 'People or household groups who may have to move'
;
comment on column evacuee.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column evacuee.evacuee_id is 'Identifier on the list [personal: id]'
;
comment on column evacuee.name is 'Name, or head of the group [personal: name]'
;
comment on column evacuee.phone is 'Phone [personal: phone]'
;
comment on column evacuee.household_id is 'Household or group [personal: id]'
;
comment on column evacuee.persons is 'People in the row'
;
comment on column evacuee.category is 'Why they must move, see category'
;
comment on column evacuee.danger_place is 'Danger zone, house, site or boat they leave [personal: text]'
;
comment on column evacuee.linked_id is 'Vessel or site they belong to'
;
comment on column evacuee.shelter_id is 'Shelter assigned'
;
comment on column evacuee.township_guarantor_id is 'Responsible person of the township [personal: id]'
;
comment on column evacuee.village_guarantor_id is 'Responsible person of the village [personal: id]'
;
comment on column evacuee.needs is 'Special needs: bedridden, alone, child … [personal: text]'
;
comment on column evacuee.township_code is 'Township, 9 digits'
;
comment on column evacuee.village_code is 'Village or community, 12 digits'
;
comment on column evacuee.lat is 'Latitude, degrees WGS 84 [personal: place]'
;
comment on column evacuee.lon is 'Longitude, degrees WGS 84 [personal: place]'
;
comment on column evacuee.source is 'Where the row comes from [personal: file]'
;
comment on column evacuee.valid_from is 'From when this version of the row holds'
;
comment on column evacuee.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column evacuee.import_id is 'Import that brought this version'
;
comment on column evacuee.closed_by is 'Import that ended this version'
;
comment on column evacuee.warner_id is 'Responsible person who warns them [personal: id]'
;
comment on column evacuee.address is 'Where they live, as written on the list [personal: text]'
;
comment on column evacuee.note is 'Remark on the list [personal: text]'
;

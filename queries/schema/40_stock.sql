-- Goods in store.
create table if not exists stock (
    roster varchar not null,
    stock_id varchar not null,
    depot_name varchar,
    item_name varchar,
    quantity integer,
    quota integer,
    unit_name varchar,
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
alter table stock add column if not exists import_id varchar
;
alter table stock add column if not exists closed_by varchar
;
alter table stock add column if not exists note varchar
;
comment on table stock is 'Goods in store'
;
comment on column stock.roster is 'Which set of lists the row belongs to: live, or a scenario'
;
comment on column stock.stock_id is 'Identifier'
;
comment on column stock.depot_name is 'Depot'
;
comment on column stock.item_name is 'Item'
;
comment on column stock.quantity is 'How many'
;
comment on column stock.quota is 'How many there should be'
;
comment on column stock.unit_name is 'Measure word'
;
comment on column stock.township_code is 'Township, 9 digits'
;
comment on column stock.village_code is 'Village or community, 12 digits'
;
comment on column stock.lat is 'Latitude, degrees WGS 84'
;
comment on column stock.lon is 'Longitude, degrees WGS 84'
;
comment on column stock.source is 'Where the row comes from [personal: file]'
;
comment on column stock.valid_from is 'From when this version of the row holds'
;
comment on column stock.valid_to is 'Until when it holds; 9999-12-31 for the present version'
;
comment on column stock.import_id is 'Import that brought this version'
;
comment on column stock.closed_by is 'Import that ended this version'
;
comment on column stock.note is 'Remark on the list [personal: text]'
;

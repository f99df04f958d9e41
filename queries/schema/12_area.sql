-- County, townships and villages of the county profile.
create table if not exists area (
    area_code varchar not null,
    parent_code varchar,
    tier varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    lat double,
    lon double,
    is_counted boolean not null,
    note varchar
)
;
comment on table area is 'County, townships and villages of the county profile'
;
comment on column area.area_code is 'Official code: 6 digits county, 9 township, 12 village'
;
comment on column area.parent_code is 'Code of the area one tier up'
;
comment on column area.tier is 'county, township or village'
;
comment on column area.name_zh is 'Chinese name'
;
comment on column area.name_en is 'English name'
;
comment on column area.lat is 'Latitude of the seat, degrees WGS 84'
;
comment on column area.lon is 'Longitude of the seat, degrees WGS 84'
;
comment on column area.is_counted is 'Whether the county''s own totals (11 townships, 221 villages) count it'
;
comment on column area.note is 'Why it is not counted, or other remarks'
;

-- Tropical cyclones.
create table if not exists storm (
    storm_id varchar not null,
    name_zh varchar,
    name_en varchar,
    season integer
)
;
comment on table storm is 'Tropical cyclones'
;
comment on column storm.storm_id is 'Year and number, such as 202212'
;
comment on column storm.name_zh is 'Chinese name'
;
comment on column storm.name_en is 'International name'
;
comment on column storm.season is 'Year'
;

-- Editable categories of the county: evacuation causes, vessel classes, sectors, roles.
create table if not exists category (
    kind varchar not null,
    category varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    rank integer not null,
    unit_zh varchar,
    done_status varchar,
    certainty varchar
)
;
comment on table category is 'Editable categories of the county: evacuation causes, vessel classes, sectors, roles'
;
comment on column category.kind is 'evacuation, vessel, sector, role, danger_zone or damage'
;
comment on column category.category is 'Code'
;
comment on column category.name_zh is 'Chinese name'
;
comment on column category.name_en is 'English name'
;
comment on column category.rank is 'Order on screens and in bulletins'
;
comment on column category.unit_zh is 'Chinese measure word'
;
comment on column category.done_status is 'For sectors: the status that counts as done'
;
comment on column category.certainty is 'Where the row comes from and how sure it is'
;

-- Facts about this file itself.
create table if not exists meta (key varchar not null, value varchar not null)
;
comment on table meta is 'Facts about this file itself'
;
comment on column meta.key is 'Name of the fact'
;
comment on column meta.value is 'Its value'
;

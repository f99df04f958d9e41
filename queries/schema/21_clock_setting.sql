-- Every setting of the server's clock; the last one is in force.
create table if not exists clock_setting (
    seq bigint not null,
    operation_id varchar not null,
    mode varchar not null,
    anchored_at timestamptz not null,
    shown_at timestamptz not null,
    speed double not null,
    is_paused boolean not null,
    set_by varchar not null
)
;
comment on table clock_setting is 'Every setting of the server''s clock; the last one is in force'
;
comment on column clock_setting.seq is 'Order of the settings'
;
comment on column clock_setting.operation_id is 'The operation on screen'
;
comment on column clock_setting.mode is 'live or drill'
;
comment on column clock_setting.anchored_at is 'Instant of the machine''s clock when this was set'
;
comment on column clock_setting.shown_at is 'Instant that the screens showed then'
;
comment on column clock_setting.speed is 'Seconds shown per second passed'
;
comment on column clock_setting.is_paused is 'Whether the shown instant stands still'
;
comment on column clock_setting.set_by is 'Who set it [personal: actor]'
;

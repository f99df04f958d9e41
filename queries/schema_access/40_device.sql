-- Screens that were paired once by a code and show the wall without a person's account.
create table if not exists device (
    device_id varchar not null,
    name varchar not null,
    made_at timestamptz not null,
    made_by varchar not null,
    revoked_at timestamptz,
    revoked_by varchar
)
;

comment on table device is 'Screens paired once by a code; they show the wall and nothing else'
;

comment on column device.device_id is 'Identifier'
;

comment on column device.name is 'Where it hangs, as the administrator named it'
;

comment on column device.made_at is 'When it was paired'
;

comment on column device.made_by is 'By which account'
;

comment on column device.revoked_at is 'When it was shut out'
;

comment on column device.revoked_by is 'By which account'
;

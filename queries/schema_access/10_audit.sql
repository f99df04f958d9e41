-- Who did what at the door and behind it; rows are only ever added.
create table if not exists audit (
    noted_at timestamptz not null,
    kind varchar not null,
    what varchar not null,
    is_done boolean not null,
    account_id varchar,
    role varchar,
    session_id varchar,
    address varchar,
    thing varchar,
    thing_id varchar,
    area_code varchar,
    operation_id varchar,
    reason varchar,
    detail varchar not null
)
;

comment on table audit is 'Who did what at the door and behind it; rows are only ever added'
;

comment on column audit.noted_at is 'When, by the machine''s clock'
;

comment on column audit.kind is 'What kind of deed: sign_in, refused, unmask, export …'
;

comment on column audit.what is 'The deed in a word'
;

comment on column audit.is_done is 'Whether it was done; false where it was refused'
;

comment on column audit.account_id is 'Who; empty for a stranger'
;

comment on column audit.role is 'In which role'
;

comment on column audit.session_id is 'In which session'
;

comment on column audit.address is 'From which address'
;

comment on column audit.thing is 'What it was done to: page, register, setting'
;

comment on column audit.thing_id is 'Which one of them'
;

comment on column audit.area_code is 'Which area it concerned'
;

comment on column audit.operation_id is 'Which run of a response'
;

comment on column audit.reason is 'The reason that was given'
;

comment on column audit.detail is 'Anything else worth keeping, a JSON object without personal data'
;

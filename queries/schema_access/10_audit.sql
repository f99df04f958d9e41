-- Who did what at the door and behind it; rows are only ever added, each chained to the one before.
create table if not exists audit (
    seq bigint not null,
    prev_hash varchar not null,
    hash varchar not null,
    key_mark varchar not null,
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

comment on column audit.seq is 'The row''s number in the chain, from 1'
;

comment on column audit.prev_hash is 'The hash of the row before; empty in the first'
;

comment on column audit.hash is 'The keyed hash (HMAC-SHA256) over the row and the hash before'
;

comment on column audit.key_mark is 'Which key the hash was made with, without telling it'
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

-- The present password of each account, as an argon2 hash; an old one is not kept.
create table if not exists password (
    account_id varchar not null,
    password_hash varchar not null,
    must_change boolean not null,
    expires_at timestamptz,
    set_at timestamptz not null
)
;

comment on table password is 'The present password of each account as a hash; an old one is not kept'
;

comment on column password.account_id is 'Whose'
;

comment on column password.password_hash is 'argon2id with its parameters and salt'
;

comment on column password.must_change is 'Good for one sign-in, at which a new one must be chosen'
;

comment on column password.expires_at is 'Until when a password for one sign-in opens; empty for one of the holder''s own'
;

comment on column password.set_at is 'When it was set'
;

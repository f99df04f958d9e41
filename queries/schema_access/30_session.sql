-- Who is or was signed in, from where, until when.
create table if not exists session (
    session_id varchar not null,
    token_hash varchar not null,
    account_id varchar not null,
    device_id varchar,
    key_version integer not null,
    made_at timestamptz not null,
    seen_at timestamptz not null,
    used_at timestamptz not null,
    age_s double not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    ended_why varchar,
    address varchar not null,
    agent varchar not null
)
;

comment on table session is 'Who is or was signed in, from where, until when'
;

comment on column session.session_id is 'Public name of the session; opens nothing'
;

comment on column session.token_hash is 'SHA-256 of the token in the browser''s cookie'
;

comment on column session.account_id is 'Whose; device:<device_id> for a paired screen'
;

comment on column session.device_id is 'The paired screen, if it is one'
;

comment on column session.key_version is 'The account''s key_version when it began; another one ends it'
;

comment on column session.made_at is 'When it began, by the machine''s clock'
;

comment on column session.seen_at is 'Last request of any kind, written every half minute'
;

comment on column session.used_at is 'Last deed of a person, written every half minute; refreshes do not count'
;

comment on column session.age_s is 'How long it has stood, s, by a clock that nobody can set'
;

comment on column session.expires_at is 'When it ends at the latest'
;

comment on column session.ended_at is 'When it was ended'
;

comment on column session.ended_why is 'Why: sign_out, administrator, idle, age, password, account_off, device_revoked, clock, crowded'
;

comment on column session.address is 'Network address that it began from'
;

comment on column session.agent is 'What the browser said of itself, cut short'
;

-- The code that makes the first administrator, as a hash; one at a time.
create table if not exists first_code (
    code_hash varchar not null,
    made_at timestamptz not null
)
;

comment on table first_code is 'The code that makes the first administrator, as a hash; gone once used'
;

comment on column first_code.code_hash is 'SHA-256 of the code'
;

comment on column first_code.made_at is 'When it was shown on the console'
;

-- Keys of the sources, hashed; a token itself is shown once and never stored.
create table if not exists source_token (
    token_hash varchar not null,
    source_id varchar not null,
    made_at timestamptz not null,
    made_by varchar not null,
    revoked_at timestamptz
)
;
comment on table source_token is 'Keys of the sources, hashed; a token itself is shown once and never stored'
;
comment on column source_token.token_hash is 'SHA-256 of the token, hexadecimal'
;
comment on column source_token.source_id is 'Whose token it is'
;
comment on column source_token.made_at is 'When it was made'
;
comment on column source_token.made_by is 'Who made it [personal: actor]'
;
comment on column source_token.revoked_at is 'Since when it opens nothing any more'
;

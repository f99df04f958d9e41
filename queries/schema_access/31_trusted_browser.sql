-- Browsers that an account has signed in from; they keep their own count of wrong passwords.
create table if not exists trusted_browser (
    mark_hash varchar not null,
    account_id varchar not null,
    made_at timestamptz not null
)
;

comment on table trusted_browser is 'Browsers that an account has signed in from, with their own count of failures'
;

comment on column trusted_browser.mark_hash is 'SHA-256 of the mark in the browser''s cookie; opens nothing by itself'
;

comment on column trusted_browser.account_id is 'Whose sign-in left it'
;

comment on column trusted_browser.made_at is 'When'
;

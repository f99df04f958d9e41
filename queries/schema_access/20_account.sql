-- Accounts as they were set; rows are only ever added, the one with the highest version holds.
create table if not exists account (
    account_id varchar not null,
    version integer not null,
    name varchar not null,
    role varchar not null,
    area_code varchar,
    unit varchar,
    subjects varchar not null,
    person_id varchar,
    openid varchar,
    is_active boolean not null,
    is_drill boolean not null,
    key_version integer not null,
    set_at timestamptz not null,
    set_by varchar not null
)
;

comment on table account is 'Accounts as they were set; rows are only ever added, the highest version holds'
;

comment on column account.account_id is 'What is typed at sign-in'
;

comment on column account.version is 'Which setting of this account, from 1'
;

comment on column account.name is 'Whose account it is, as shown on the screens'
;

comment on column account.role is 'Role, see data/access/rights.csv'
;

comment on column account.area_code is 'Township (9 digits) or village (12 digits) that it is held in; empty for the county'
;

comment on column account.unit is 'Member unit or office, as text'
;

comment on column account.subjects is 'A department''s own subjects, parted by commas'
;

comment on column account.person_id is 'Responsible person who holds it; accounts of one person are one hand'
;

comment on column account.openid is 'What the OpenID provider calls this person; empty where that way in is closed'
;

comment on column account.is_active is 'Whether it opens the door'
;

comment on column account.is_drill is 'Made for a drill; opens nothing in live mode'
;

comment on column account.key_version is 'Grows when the password changes or the account is switched off; older sessions end'
;

comment on column account.set_at is 'When it was set so'
;

comment on column account.set_by is 'By which account, or by the command line'
;

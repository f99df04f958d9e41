-- When each account looked at the brief, and which moment of the ledger it showed; rows are only ever added.
create table if not exists look (
    account_id varchar not null,
    operation_id varchar not null,
    as_of timestamptz not null,
    known_at timestamptz not null,
    looked_at timestamptz not null,
    is_read boolean not null
)
;

comment on table look is 'When each account looked at the brief; rows are only ever added, old ones go'
;

comment on column look.account_id is 'Whose look'
;

comment on column look.operation_id is 'Of which operation the brief told'
;

comment on column look.as_of is 'The moment that it showed'
;

comment on column look.known_at is 'As of when the ledger was known'
;

comment on column look.looked_at is 'When, by the machine''s clock'
;

comment on column look.is_read is 'Whether the person said that he had seen it'
;

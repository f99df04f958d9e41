-- Who brought which file in, when, and what came of it.
create table if not exists import_batch (
    import_id varchar not null,
    imported_at timestamptz not null,
    imported_by varchar not null,
    source varchar not null,
    kind varchar not null,
    content_hash varchar not null,
    row_count integer not null,
    problem_count integer not null,
    outcome varchar,
    source_id varchar,
    roster varchar,
    operation_id varchar,
    list_code varchar,
    new_count integer,
    changed_count integer,
    unchanged_count integer,
    gone_count integer,
    flagged_count integer,
    first_at timestamptz,
    last_at timestamptz,
    byte_count bigint,
    undoes varchar
)
;
alter table import_batch add column if not exists outcome varchar
;
alter table import_batch add column if not exists source_id varchar
;
alter table import_batch add column if not exists roster varchar
;
alter table import_batch add column if not exists operation_id varchar
;
alter table import_batch add column if not exists list_code varchar
;
alter table import_batch add column if not exists new_count integer
;
alter table import_batch add column if not exists changed_count integer
;
alter table import_batch add column if not exists unchanged_count integer
;
alter table import_batch add column if not exists gone_count integer
;
alter table import_batch add column if not exists flagged_count integer
;
alter table import_batch add column if not exists first_at timestamptz
;
alter table import_batch add column if not exists last_at timestamptz
;
alter table import_batch add column if not exists byte_count bigint
;
alter table import_batch add column if not exists undoes varchar
;
comment on table import_batch is 'Who brought which file in, when, and what came of it'
;
comment on column import_batch.import_id is 'Identifier of the import'
;
comment on column import_batch.imported_at is 'When it was committed, by the machine''s clock'
;
comment on column import_batch.imported_by is 'Who brought it [personal: actor]'
;
comment on column import_batch.source is 'File name or feed [personal: file]'
;
comment on column import_batch.kind is 'What the file was: storm, register …'
;
comment on column import_batch.content_hash is 'SHA-256 of the original file, which is kept under this name'
;
comment on column import_batch.row_count is 'Rows taken in'
;
comment on column import_batch.problem_count is 'Rows or values sent back'
;
comment on column import_batch.outcome is 'taken, partly (some rows came back), repeated (known content), quarantined (nothing usable), undone (takes another import back)'
;
comment on column import_batch.source_id is 'Registered source that brought it, see source'
;
comment on column import_batch.roster is 'Set of lists that it changed'
;
comment on column import_batch.operation_id is 'Run of a response that it reported to'
;
comment on column import_batch.list_code is 'Which list of data/lists it was read as'
;
comment on column import_batch.new_count is 'Rows new on the register, or items recorded'
;
comment on column import_batch.changed_count is 'Rows that changed on the register'
;
comment on column import_batch.unchanged_count is 'Rows that stood so already, or items known already'
;
comment on column import_batch.gone_count is 'Rows closed because the list no longer names them'
;
comment on column import_batch.flagged_count is 'Items kept but not counted'
;
comment on column import_batch.first_at is 'Earliest instant that its items speak of'
;
comment on column import_batch.last_at is 'Latest instant that its items speak of'
;
comment on column import_batch.byte_count is 'Size of the original'
;
comment on column import_batch.undoes is 'Import that this one takes back'
;

-- Who brought which file in, when, and what came of it.
create table if not exists import_batch (
    import_id varchar not null,
    imported_at timestamptz not null,
    imported_by varchar not null,
    source varchar not null,
    kind varchar not null,
    content_hash varchar not null,
    row_count integer not null,
    problem_count integer not null
)
;
comment on table import_batch is 'Who brought which file in, when, and what came of it'
;
comment on column import_batch.import_id is 'Identifier of the import'
;
comment on column import_batch.imported_at is 'When it was committed, by the machine''s clock'
;
comment on column import_batch.imported_by is 'Who brought it'
;
comment on column import_batch.source is 'File name or feed'
;
comment on column import_batch.kind is 'What the file was: storm, register …'
;
comment on column import_batch.content_hash is 'SHA-256 of the original file, which is kept under this name'
;
comment on column import_batch.row_count is 'Rows taken in'
;
comment on column import_batch.problem_count is 'Rows or values sent back'
;

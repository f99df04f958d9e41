-- The bytes of papers as drafted and as issued, kept with the ledger so that backups and bundles hold them.
create table if not exists paper_file (
    paper_id varchar not null,
    operation_id varchar not null,
    sha256 varchar not null,
    data blob
)
;
comment on table paper_file is 'The bytes of papers as drafted and as issued, kept with the ledger so that backups and bundles hold them'
;
comment on column paper_file.paper_id is 'The paper'
;
comment on column paper_file.operation_id is 'The run of a response that it tells of'
;
comment on column paper_file.sha256 is 'SHA-256 of the bytes as they were drafted or issued'
;
comment on column paper_file.data is 'The bytes; empty once the people in them are forgotten'
;

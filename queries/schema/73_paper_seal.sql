-- What the log, the lists, storms and gauges held when a paper was issued: digests by subject, township and
-- hour, to name the place of a change.
create table if not exists paper_seal (
    paper_id varchar not null,
    operation_id varchar not null,
    subject varchar not null,
    township_code varchar,
    hour_at timestamptz not null,
    row_count bigint not null,
    digest varchar not null,
    import_id varchar
)
;
alter table paper_seal add column if not exists import_id varchar
;
comment on table paper_seal is 'What the log, the lists, storms and gauges held when a paper was issued: digests by subject, township and hour, to name the place of a change'
;
comment on column paper_seal.paper_id is 'The paper'
;
comment on column paper_seal.operation_id is 'The run of a response'
;
comment on column paper_seal.subject is 'What the reports are about; list/…, storm and reading are rows beside the log'
;
comment on column paper_seal.township_code is 'Township of the reports, 9 digits'
;
comment on column paper_seal.hour_at is 'The hour in which we learned of them; of rows beside the log, from which they hold'
;
comment on column paper_seal.row_count is 'How many reports'
;
comment on column paper_seal.digest is 'SHA-256 over the SHA-256 of each report, in order'
;
comment on column paper_seal.import_id is 'Import that brought the rows beside the log'
;

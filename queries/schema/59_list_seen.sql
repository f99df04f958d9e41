-- Which townships' rows an import of a list confirmed, whether or not they changed.
create table if not exists list_seen (
    import_id varchar not null,
    roster varchar not null,
    register varchar not null,
    township_code varchar,
    seen_at timestamptz not null,
    row_count integer not null
)
;
comment on table list_seen is 'Which townships'' rows an import of a list confirmed, whether or not they changed'
;
comment on column list_seen.import_id is 'Import that confirmed them'
;
comment on column list_seen.roster is 'Which set of lists'
;
comment on column list_seen.register is 'Which register, by its table'
;
comment on column list_seen.township_code is 'Township, 9 digits; empty for rows of no township'
;
comment on column list_seen.seen_at is 'When, on the clock of the operation'
;
comment on column list_seen.row_count is 'Rows that it confirmed there'
;

-- What an import sent back or flagged: the place, the value and the reason.
create table if not exists import_problem (
    import_id varchar not null,
    number integer not null,
    place varchar not null,
    field varchar,
    value varchar,
    reason varchar not null,
    suggestion varchar,
    original_row varchar
)
;
comment on table import_problem is 'What an import sent back or flagged: the place, the value and the reason'
;
comment on column import_problem.import_id is 'Import that met it'
;
comment on column import_problem.number is 'Order within the import'
;
comment on column import_problem.place is 'Where in the file: sheet and cell, line, item [personal: text]'
;
comment on column import_problem.field is 'Which field'
;
comment on column import_problem.value is 'What stood there [personal: text]'
;
comment on column import_problem.reason is 'Why, a sentence in Chinese that has an English text [personal: text]'
;
comment on column import_problem.suggestion is 'What a person may accept instead [personal: text]'
;
comment on column import_problem.original_row is 'The whole row as a JSON object [personal: text]'
;

-- What the case library says beside the ledger; of rows with the same key the one written last holds.
create table if not exists case_row (
    operation_id varchar not null,
    part varchar not null,
    key varchar not null,
    name_zh varchar not null,
    name_en varchar,
    value double,
    unit varchar,
    starts_at timestamptz,
    ends_at timestamptz,
    about varchar,
    source varchar,
    certainty varchar,
    is_gone boolean not null,
    set_at timestamptz not null,
    set_by varchar not null
)
;
comment on table case_row is 'What the case library says beside the ledger; of rows with the same key the one written last holds'
;
comment on column case_row.operation_id is 'Operation that became a case, or past- and a name for a storm without a ledger'
;
comment on column case_row.part is 'case, figure, level, item (to be done after it) or note (what a person reports)'
;
comment on column case_row.key is 'What tells rows of a part apart: figure, level, number of the item'
;
comment on column case_row.name_zh is 'What it says, in Chinese; names nobody'
;
comment on column case_row.name_en is 'What it says, in English'
;
comment on column case_row.value is 'Figure, in its unit'
;
comment on column case_row.unit is 'Unit of the figure'
;
comment on column case_row.starts_at is 'When the case or level began, when the item was found'
;
comment on column case_row.ends_at is 'When the case or level ended'
;
comment on column case_row.about is 'Of a case its storm, such as 201909; of a level its hazard'
;
comment on column case_row.source is 'Who states it: document, page, ledger'
;
comment on column case_row.certainty is 'official, published, synthetic, default, entered by hand, or not_published: nobody has seen the words'
;
comment on column case_row.is_gone is 'Whether the row was taken back'
;
comment on column case_row.set_at is 'When it was written, by the machine''s clock'
;
comment on column case_row.set_by is 'Who wrote it: the county''s file or an account [personal: actor]'
;

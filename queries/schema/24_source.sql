-- Everything that brings data, with its owner and rhythm; the last row of a source holds.
create table if not exists source (
    source_id varchar not null,
    set_at timestamptz not null,
    set_by varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    kinds varchar not null,
    owner varchar,
    licence varchar,
    expected_every_min integer,
    max_per_min integer not null,
    is_active boolean not null,
    note varchar
)
;
comment on table source is 'Everything that brings data, with its owner and rhythm; the last row of a source holds'
;
comment on column source.source_id is 'Identifier, as it stands on what the source brings'
;
comment on column source.set_at is 'When this description was set, by the machines clock'
;
comment on column source.set_by is 'Who set it [personal: actor]'
;
comment on column source.name_zh is 'Chinese name'
;
comment on column source.name_en is 'English name'
;
comment on column source.kinds is 'What it may bring, separated by commas: events, positions, readings, warnings, storm, shapes, list'
;
comment on column source.owner is 'Who runs it'
;
comment on column source.licence is 'Licence or agreement'
;
comment on column source.expected_every_min is 'Longest usual silence in minutes; empty where it has no rhythm'
;
comment on column source.max_per_min is 'Requests that it may send in a minute'
;
comment on column source.is_active is 'Whether it may still send'
;
comment on column source.note is 'Anything else worth knowing [personal: text]'
;

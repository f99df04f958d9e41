-- Papers as they were drafted: one row per version, never changed; what became of it stands in paper_step.
create table if not exists paper (
    paper_id varchar not null,
    operation_id varchar not null,
    drafted_in varchar not null,
    kind varchar not null,
    as_of timestamptz not null,
    known_at timestamptz not null,
    replaces varchar,
    is_personal boolean not null,
    facts varchar not null,
    text varchar not null
)
;
comment on table paper is 'Papers as they were drafted: one row per version, never changed; what became of it stands in paper_step'
;
comment on column paper.paper_id is 'Identifier of the version'
;
comment on column paper.operation_id is 'The run of a response that it tells of'
;
comment on column paper.drafted_in is 'The run under whose name it was drafted: another one where a bundle was loaded beside'
;
comment on column paper.kind is 'Which paper, by its name in the table of kinds'
;
comment on column paper.as_of is 'What was so at this instant stands in it'
;
comment on column paper.known_at is 'As far as it was known at this instant'
;
comment on column paper.replaces is 'The issued version that it corrects'
;
comment on column paper.is_personal is 'Whether it names people: its bytes go when they are forgotten'
;
comment on column paper.facts is 'The numbers that stand in it as a JSON object'
;
comment on column paper.text is 'Its text as it was drafted; empty where it has none'
;

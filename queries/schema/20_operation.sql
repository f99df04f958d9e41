-- One run of a response; rows of two operations never meet on a screen.
create table if not exists operation (
    operation_id varchar not null,
    kind varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    storm_id varchar,
    roster varchar not null,
    scenario varchar,
    opened_at timestamptz not null,
    closed_at timestamptz,
    is_synthetic boolean not null,
    note varchar,
    forgotten_at timestamptz
)
;

alter table operation add column if not exists forgotten_at timestamptz
;
comment on table operation is 'One run of a response; rows of two operations never meet on a screen'
;
comment on column operation.operation_id is 'Identifier of the run'
;
comment on column operation.kind is 'live or drill'
;
comment on column operation.name_zh is 'Chinese name'
;
comment on column operation.name_en is 'English name'
;
comment on column operation.storm_id is 'Storm of the run: year and number, such as 202212'
;
comment on column operation.roster is 'Which registers it reads: live, or those of a scenario'
;
comment on column operation.scenario is 'Scenario folder that a drill was made from'
;
comment on column operation.opened_at is 'First instant of the run, on its own clock'
;
comment on column operation.closed_at is 'Last instant of the run, on its own clock; empty while open'
;
comment on column operation.is_synthetic is 'Whether its events are generated'
;
comment on column operation.note is 'What a reader must know about the figures'
;

comment on column operation.forgotten_at is 'When its people were forgotten, by the machine''s clock'
;

-- What a person decided about two rows of the lists that look like one; the last decision of a pair holds.
create table if not exists same_as (
    roster varchar not null,
    register varchar not null,
    kept_id varchar not null,
    other_id varchar not null,
    decision varchar not null,
    reason varchar,
    decided_at timestamptz not null,
    decided_by varchar not null,
    recorded_at timestamptz not null
)
;
comment on table same_as is 'What a person decided about two rows of the lists that look like one; the last decision of a pair holds'
;
comment on column same_as.roster is 'Set of lists'
;
comment on column same_as.register is 'responsible_person, evacuee, vessel …'
;
comment on column same_as.kept_id is 'Row that stays [personal: id]'
;
comment on column same_as.other_id is 'Row that is the same, or is not [personal: id]'
;
comment on column same_as.decision is 'merged or apart'
;
comment on column same_as.reason is 'Why the two were shown [personal: text]'
;
comment on column same_as.decided_at is 'When, on the clock of the operation'
;
comment on column same_as.decided_by is 'Who [personal: actor]'
;
comment on column same_as.recorded_at is 'When, by the machines clock'
;

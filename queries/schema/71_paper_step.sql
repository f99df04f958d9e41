-- What became of a paper: each hand that was laid on it, in order.
create table if not exists paper_step (
    paper_id varchar not null,
    operation_id varchar not null,
    step varchar not null,
    step_at timestamptz not null,
    account_id varchar not null,
    person_id varchar,
    series varchar,
    year integer,
    number integer,
    version integer,
    sha256 varchar,
    byte_count bigint,
    seal varchar,
    event_count bigint,
    reason varchar
)
;
comment on table paper_step is 'What became of a paper: each hand that was laid on it, in order'
;
comment on column paper_step.paper_id is 'The paper'
;
comment on column paper_step.operation_id is 'The run of a response that it tells of'
;
comment on column paper_step.step is 'drafted, checked, sent_back, issued or withdrawn'
;
comment on column paper_step.step_at is 'When, by the machine''s clock'
;
comment on column paper_step.account_id is 'Whose hand: the account that was signed in'
;
comment on column paper_step.person_id is 'The person on the lists whom the account names [personal: id]'
;
comment on column paper_step.series is 'When issued: live or drill, each with numbers of its own'
;
comment on column paper_step.year is 'When issued: the year of its number, that of its figures in Beijing time'
;
comment on column paper_step.number is 'When issued: its number in the series, kind and year (期号)'
;
comment on column paper_step.version is 'When issued: which version of this number'
;
comment on column paper_step.sha256 is 'When drafted and when issued: SHA-256 of its bytes, which are kept under this name'
;
comment on column paper_step.byte_count is 'When drafted and when issued: how many bytes'
;
comment on column paper_step.seal is 'When issued: SHA-256 over all digests of paper_seal'
;
comment on column paper_step.event_count is 'When issued: how many reports the log held of this run'
;
comment on column paper_step.reason is 'Why it was sent back or withdrawn [personal: text]'
;

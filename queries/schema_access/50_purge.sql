-- Who proposed, withdrew, confirmed or saw done the forgetting of an operation's people; rows are only added.
create table if not exists purge_step (
    proposal_id varchar not null,
    noted_at timestamptz not null,
    step varchar not null,
    operation_id varchar not null,
    account_id varchar not null,
    person_id varchar,
    keeps varchar not null,
    reason varchar
)
;

comment on table purge_step is 'Who proposed, withdrew, confirmed or saw done the forgetting of an operation''s people'
;

comment on column purge_step.proposal_id is 'Which proposal'
;

comment on column purge_step.noted_at is 'When, by the machine''s clock'
;

comment on column purge_step.step is 'proposed, withdrawn, approved, done or interrupted'
;

comment on column purge_step.operation_id is 'Whose people are to be forgotten'
;

comment on column purge_step.account_id is 'Who took the step'
;

comment on column purge_step.person_id is 'The person of the lists that his account names'
;

comment on column purge_step.keeps is 'What stays for a stated reason, separated by commas: officials, decisions'
;

comment on column purge_step.reason is 'Why that stays'
;

-- The last row of each span chain as known now: the present state, one row per fact.
create table if not exists cur (
    operation_id varchar not null,
    subject varchar not null,
    subject_id varchar not null,
    facet varchar not null,
    status varchar not null,
    since timestamptz not null,
    done_since timestamptz,
    done_count integer not null,
    valid_from timestamptz not null,
    known_from timestamptz not null,
    event_id varchar not null,
    account varchar,
    township_code varchar,
    village_code varchar,
    category varchar,
    quantity integer,
    primary key (operation_id, subject, subject_id, facet)
)
;
comment on table cur is 'The last row of each span chain as known now: the present state, one row per fact'
;
comment on column cur.operation_id is 'The run of a response'
;
comment on column cur.subject is 'What it is about'
;
comment on column cur.subject_id is 'Which one [personal: id]'
;
comment on column cur.facet is 'Which fact about it'
;
comment on column cur.status is 'The status that holds'
;
comment on column cur.since is 'Start of the unbroken run of this status'
;
comment on column cur.done_since is 'When the work on it was first done in this operation; empty when it never was'
;
comment on column cur.done_count is 'How often the work was done, each time from not done (人次)'
;
comment on column cur.valid_from is 'When the last report of it happened'
;
comment on column cur.known_from is 'When we learned it'
;
comment on column cur.event_id is 'The event that says so'
;
comment on column cur.account is 'Whose word it is: A, B or C'
;
comment on column cur.township_code is 'Township, 9 digits'
;
comment on column cur.village_code is 'Village or community, 12 digits'
;
comment on column cur.category is 'Category of the subject'
;
comment on column cur.quantity is 'People that the report speaks of'
;

-- Folded from event: what was so from when to when, and from when to when we believed it.
create table if not exists span (
    operation_id varchar not null,
    subject varchar not null,
    subject_id varchar not null,
    facet varchar not null,
    status varchar not null,
    since timestamptz not null,
    done_since timestamptz,
    done_count integer not null,
    valid_from timestamptz not null,
    valid_to timestamptz not null,
    known_from timestamptz not null,
    known_to timestamptz not null,
    event_id varchar not null,
    account varchar,
    township_code varchar,
    village_code varchar,
    category varchar,
    quantity integer
)
;
comment on table span is 'Folded from event: what was so from when to when, and from when to when we believed it'
;
comment on column span.operation_id is 'The run of a response'
;
comment on column span.subject is 'What it is about'
;
comment on column span.subject_id is 'Which one [personal: id]'
;
comment on column span.facet is 'Which fact about it'
;
comment on column span.status is 'The status that held'
;
comment on column span.since is 'Start of the unbroken run of this status'
;
comment on column span.done_since is 'When the work on it was first done in this operation; empty when it never was'
;
comment on column span.done_count is 'How often the work was done, each time from not done (人次)'
;
comment on column span.valid_from is 'From when it was so (included)'
;
comment on column span.valid_to is 'Until when it was so (excluded); 9999-12-31 when nothing followed'
;
comment on column span.known_from is 'From when we believed it (included)'
;
comment on column span.known_to is 'Until when we believed it (excluded); 9999-12-31 when we still do'
;
comment on column span.event_id is 'The event that says so'
;
comment on column span.account is 'Whose word it is: A, B or C'
;
comment on column span.township_code is 'Township, 9 digits'
;
comment on column span.village_code is 'Village or community, 12 digits'
;
comment on column span.category is 'Category of the subject'
;
comment on column span.quantity is 'People that the report speaks of'
;

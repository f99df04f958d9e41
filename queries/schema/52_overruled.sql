-- Folded from event: reports that a correction or withdrawal overrules, from when to when.
create table if not exists overruled (
    operation_id varchar not null,
    subject varchar not null,
    subject_id varchar not null,
    facet varchar not null,
    event_id varchar not null,
    by_event_id varchar not null,
    known_from timestamptz not null,
    known_to timestamptz not null
)
;
comment on table overruled is 'Folded from event: reports that a correction or withdrawal overrules, from when to when'
;
comment on column overruled.operation_id is 'The run of a response that it belongs to'
;
comment on column overruled.subject is 'What it is about'
;
comment on column overruled.subject_id is 'Which one [personal: id]'
;
comment on column overruled.facet is 'Which fact about it'
;
comment on column overruled.event_id is 'The report that does not count'
;
comment on column overruled.by_event_id is 'The correction or withdrawal because of which it does not count'
;
comment on column overruled.known_from is 'Overruled from, as far as we knew'
;
comment on column overruled.known_to is 'Overruled until, as far as we knew; 9999-12-31 = still'
;

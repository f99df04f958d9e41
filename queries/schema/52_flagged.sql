-- Folded from event: reports that cannot follow what was so before them, or correct nothing; kept, not
-- counted.
create table if not exists flagged (
    operation_id varchar not null,
    subject varchar not null,
    subject_id varchar not null,
    facet varchar not null,
    event_id varchar not null,
    prior_status varchar,
    known_from timestamptz not null,
    known_to timestamptz not null
)
;
comment on table flagged is 'Folded from event: reports that cannot follow what was so before them, or correct nothing; kept, not counted'
;
comment on column flagged.operation_id is 'The run of a response'
;
comment on column flagged.subject is 'What it is about'
;
comment on column flagged.subject_id is 'Which one [personal: id]'
;
comment on column flagged.facet is 'Which fact about it'
;
comment on column flagged.event_id is 'The report in question'
;
comment on column flagged.prior_status is 'Status that it cannot follow; null: nothing was known; no_target: it corrects a report not held here; from_the_future: it tells of an instant after it was recorded; same_person, other_level, no_head: a decision on a level that nobody may take like this'
;
comment on column flagged.known_from is 'From when it was in question (included)'
;
comment on column flagged.known_to is 'Until when (excluded): a late report may explain it'
;

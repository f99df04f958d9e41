-- Which statuses a facet of a subject knows, and what each means for the work.
create table if not exists status (
    subject varchar not null,
    facet varchar not null,
    status varchar not null,
    progress varchar not null,
    rank integer not null,
    name_zh varchar not null,
    name_en varchar not null
)
;
comment on table status is 'Which statuses a facet of a subject knows, and what each means for the work'
;
comment on column status.subject is 'What is reported on: evacuee, vessel, site …'
;
comment on column status.facet is 'One fact about the subject that changes by itself: berth and crew are two'
;
comment on column status.status is 'The status, in the field''s standard English'
;
comment on column status.progress is 'todo, doing, done, trouble, over (done and ended) or fact (no work in it)'
;
comment on column status.rank is 'Order on screens, the earlier step first'
;
comment on column status.name_zh is 'Name on screen, Chinese'
;
comment on column status.name_en is 'Name on screen, English'
;

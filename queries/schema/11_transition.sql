-- Which status may follow which; a repeat of the same status is always allowed.
create table if not exists transition (
    subject varchar not null, facet varchar not null, from_status varchar, to_status varchar not null
)
;
comment on table transition is 'Which status may follow which; a repeat of the same status is always allowed'
;
comment on column transition.subject is 'What is reported on'
;
comment on column transition.facet is 'The fact that changes'
;
comment on column transition.from_status is 'Status before; empty for the first report'
;
comment on column transition.to_status is 'Status after'
;

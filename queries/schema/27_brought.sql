-- Operations that came whole from another desk: whoever stands in what it brought has no account here.
create table if not exists brought (
    operation_id varchar not null,
    last_seq bigint not null
)
;
comment on table brought is 'Operations that came whole from another desk: whoever stands in what it brought has no account here'
;
comment on column brought.operation_id is 'The operation as it stands here'
;
comment on column brought.last_seq is 'Last place in the log that was brought; what follows was reported here'
;

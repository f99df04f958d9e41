-- What the API answered to a request that bore a key, so that the same request again gets the same answer.
create table if not exists api_answer (
    source_id varchar not null,
    idempotency_key varchar not null,
    request_hash varchar not null,
    answered_at timestamptz not null,
    status integer not null,
    answer varchar not null,
    primary key (source_id, idempotency_key)
)
;
comment on table api_answer is 'What the API answered to a request that bore a key, so that the same request again gets the same answer'
;
comment on column api_answer.source_id is 'Source that asked'
;
comment on column api_answer.idempotency_key is 'Key that the sender chose'
;
comment on column api_answer.request_hash is 'SHA-256 of the request, so that a key is not used for another one'
;
comment on column api_answer.answered_at is 'When it was answered, by the machine''s clock; forgotten after a day'
;
comment on column api_answer.status is 'HTTP status of the answer'
;
comment on column api_answer.answer is 'The answer as JSON [personal: text]'
;

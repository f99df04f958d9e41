-- Keep what was answered to a request with a key; the first answer stays.
-- $source_id; $idempotency_key; $request_hash; $answered_at (UTC), by the machine's clock; $answer_status;
-- $answer JSON.
-- One row per kept answer.
insert or ignore into api_answer
values ($source_id, $idempotency_key, $request_hash, $answered_at, $answer_status, $answer)

-- What was answered to the request with this key?
-- $source_id; $idempotency_key as the sender chose it.
-- One row, or none.
select api_answer.request_hash, api_answer.status, api_answer.answer
from api_answer
where api_answer.source_id = $source_id and api_answer.idempotency_key = $idempotency_key

-- When did anything turn that is known of a kind of subject, and when did what we believe of it?
-- $operation_id; $subject response, unit or another subject of the ledger. Instants (UTC).
-- One row per instant and clock (valid or known), the earliest first; between two turns the same spans hold.
select 'valid' as clock, unnest([span.valid_from, span.valid_to]) as turned_at
from span
where span.operation_id = $operation_id and span.subject = $subject
union
select 'known' as clock, unnest([span.known_from, span.known_to]) as turned_at
from span
where span.operation_id = $operation_id and span.subject = $subject
order by turned_at, clock

-- When did a response level first come into force in an operation?
-- $operation_id; $level_code sea, 4, 3, 2 or 1; $known_at (UTC).
-- One row; empty when it never did.
select min(span.valid_from) as began_at
from span
where
    span.operation_id = $operation_id
    and span.subject = 'response'
    and span.facet = 'level'
    and span.category = $level_code
    and span.known_from <= $known_at

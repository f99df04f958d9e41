-- Which hash does the audit's row of the number $seq bear?
-- One row per row of that number.
select hash
from audit
where seq = $seq::bigint
;

-- What is the last row of the audit's chain?
-- One row: its number and hash; none while the audit is empty.
select seq, hash
from audit
where seq = (select max(seq) from audit)
;

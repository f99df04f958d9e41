-- How many rows has the audit?
-- One row: the count.
select count(*) as row_count
from audit
;

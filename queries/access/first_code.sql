-- Which code makes the first administrator?
-- One row per code that is not used; there is one at most.
select code_hash
from first_code
;

-- Which row of the audit bears the hash $hash?
-- One row per row of that hash.
select seq
from audit
where hash = $hash
;

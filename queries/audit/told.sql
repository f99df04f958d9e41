-- What does the audit hold of a deed that was done to one thing?
-- $kind and $what of the deed, $thing_id.
-- One row per such deed that was done, the latest first.
select audit.detail
from audit
where audit.kind = $kind and audit.what = $what and audit.thing_id = $thing_id and audit.is_done
order by audit.seq desc
;

-- When did a list change?
-- $operation_id. Instants (UTC).
-- One row per instant, the earliest first; nothing on any list changes between two of them.
select listed.valid_from as changed_at
from listed_versions() as listed
where listed.roster = roster_of($operation_id)
union
select listed.valid_to
from listed_versions() as listed
where listed.roster = roster_of($operation_id)
order by changed_at

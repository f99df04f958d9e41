-- When did a list change?
-- $operation_id. Instants (UTC).
-- One row per instant, the earliest first; nothing on any list changes between two of them.
select distinct
    -- Both ends of a version at once: the lists are read once.
    unnest([listed.valid_from, listed.valid_to]) as changed_at
from listed_versions() as listed
where listed.roster = roster_of($operation_id)
order by changed_at

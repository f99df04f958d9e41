-- When was the audit's chain last verified, by whom, and what was found?
-- One row: the last look through the chain; none when there was none.
select
    noted_at,
    account_id,
    (detail ->> '$.rows')::bigint as row_count,
    (detail ->> '$.faults')::bigint as fault_count
from audit
where kind = 'audit' and what = 'verified'
order by seq desc
limit 1
;

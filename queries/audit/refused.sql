-- What was refused since $from_at (UTC), gathered by what it was, the most frequent first?
-- One row per kind, deed, thing and account, with how often it was and when it was last; gathered refusals of
-- strangers count as often as they were.
select
    kind,
    what,
    thing,
    account_id,
    sum(1 + coalesce((detail ->> '$.count')::bigint - 1, 0)) as refused_count,
    count(distinct address) as address_count,
    max(noted_at) as last_at
from audit
where not is_done and noted_at >= $from_at
group by kind, what, thing, account_id
order by refused_count desc, last_at desc
limit 20
;

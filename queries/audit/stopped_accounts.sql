-- Which accounts were stopped for showing too many people since $from_at (UTC), and not let go on after it?
-- One row per account.
select stop.account_id
from audit as stop
where
    stop.kind = 'unmask'
    and stop.what = 'too_many'
    and stop.noted_at >= $from_at
    and not exists (
        select 1
        from audit as let
        where
            let.kind = 'unmask'
            and let.what = 'go_on'
            and let.is_done
            and let.thing_id = stop.account_id
            and let.seq > stop.seq
    )
group by stop.account_id
order by stop.account_id
;

-- How many rows has an account had unmasked of late, and has it been stopped?
-- $account_id; $since_at, $stopped_since_at (UTC): from when on rows and stops count.
-- One row, counted from the last time that an administrator let the account go on.
select
    count(*) filter (where audit.is_done and audit.noted_at > $since_at) as shown_count,
    count(*) filter (
        where not audit.is_done and audit.what = 'too_many' and audit.noted_at > $stopped_since_at
    ) as stop_count
from audit
where
    audit.kind = 'unmask'
    and audit.account_id = $account_id
    and audit.what <> 'go_on'
    and audit.noted_at > coalesce(
        (
            select max(let.noted_at)
            from audit as let
            where let.kind = 'unmask' and let.what = 'go_on' and let.is_done and let.thing_id = $account_id
        ),
        timestamptz '1970-01-01'
    )

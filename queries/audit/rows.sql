-- What does the audit tell, the newest first?
-- $kind, $account_id, $thing and $area_code pick rows of that value and null picks all; $outcome is done or
-- refused (null: both); $from_at and $to_at (UTC, null: open) bound the time; $text must stand somewhere in
-- the row (null: anything); $skipped_count rows are left out before $most are told.
-- One row per deed.
select
    seq,
    noted_at,
    kind,
    what,
    is_done,
    account_id,
    role,
    session_id,
    address,
    thing,
    thing_id,
    area_code,
    operation_id,
    reason,
    detail
from audit
where
    ($kind is null or kind = $kind)
    and ($account_id is null or account_id = $account_id)
    and ($thing is null or thing = $thing)
    and ($area_code is null or area_code = $area_code)
    and ($outcome is null or is_done = ($outcome = 'done'))
    and ($from_at is null or noted_at >= $from_at)
    and ($to_at is null or noted_at < $to_at)
    and (
        $text is null
        or contains(
            lower(concat_ws(' ', what, account_id, thing, thing_id, area_code, operation_id, reason, detail)),
            lower($text)
        )
    )
order by seq desc
limit $most
offset $skipped_count
;

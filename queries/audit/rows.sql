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
from audit_found($kind, $account_id, $thing, $area_code, $outcome, $from_at, $to_at, $text)
order by seq desc
limit $most
offset $skipped_count
;

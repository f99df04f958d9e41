-- What does the audit hold, as its chain was made?
-- One row per row of the audit, in the order of its numbers; the time as microseconds since 1970 (UTC).
select
    coalesce(seq, 0) as seq,
    prev_hash,
    hash,
    key_mark,
    epoch_us(noted_at) as noted_us,
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
order by seq, noted_at
;

-- Set the server's clock.
-- $operation_id the operation on screen; $mode live or drill; $anchored_at machine's instant (UTC);
-- $shown_at instant shown then (UTC); $speed seconds shown per second; $is_paused; $set_by who.
-- One row per setting.
insert into clock_setting
select
    coalesce(max(clock_setting.seq), 0) + 1,
    $operation_id,
    $mode,
    $anchored_at,
    $shown_at,
    $speed,
    $is_paused,
    $set_by
from clock_setting

-- Shut a screen out.
-- $device_id names it; $revoked_at (UTC) is when; $revoked_by is by which account.
-- One row per call: how many there were.
update device
set revoked_at = $revoked_at, revoked_by = $revoked_by
where device_id = $device_id and revoked_at is null
;

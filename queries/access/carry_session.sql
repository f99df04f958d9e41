-- Let a session outlive a change of password by its own holder.
-- $session_id names it; $account_id is whose it must be; $key_version is the account's new one.
-- One row per call: how many there were.
update session
set key_version = $key_version
where session_id = $session_id and account_id = $account_id and ended_at is null
;

-- Let a session begin.
-- $session_id, $token_hash, $account_id, $device_id, $key_version, $made_at (UTC), $expires_at (UTC),
-- $address and $agent are the columns of these names.
-- One row per call: the session.
insert into session by name
select
    $session_id as session_id,
    $token_hash as token_hash,
    $account_id as account_id,
    $device_id as device_id,
    $key_version as key_version,
    $made_at as made_at,
    $made_at as seen_at,
    $made_at as used_at,
    0 as age_s,
    $expires_at as expires_at,
    $address as address,
    $agent as agent
;

-- Keep the same password at another cost.
-- $account_id names the account; $password_hash is the new hash.
-- One row per call: how many there were.
update password
set password_hash = $password_hash
where account_id = $account_id
;

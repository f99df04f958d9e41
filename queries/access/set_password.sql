-- Set the password of an account that has none.
-- $account_id, $password_hash, $must_change, $expires_at (UTC) and $set_at (UTC) are the columns of these
-- names.
-- One row per call: the password.
insert into password by name
select
    $account_id as account_id,
    $password_hash as password_hash,
    $must_change as must_change,
    $expires_at as expires_at,
    $set_at as set_at
;

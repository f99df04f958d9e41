-- What is the present password of an account?
-- $account_id names the account.
-- One row per account, none where it has no password.
select password_hash, must_change, expires_at
from password
where account_id = $account_id
;

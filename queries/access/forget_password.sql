-- Forget the password of an account.
-- $account_id names the account.
-- One row per call: how many there were.
delete from password
where account_id = $account_id
;

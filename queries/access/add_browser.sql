-- Remember a browser that an account has signed in from.
-- $mark_hash, $account_id and $made_at (UTC) are the columns of these names.
-- One row per call: the browser.
insert into trusted_browser by name
select $mark_hash as mark_hash, $account_id as account_id, $made_at as made_at
;

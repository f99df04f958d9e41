-- Forget browsers that no account has signed in from for long, and all but the newest of each account.
-- $made_to (UTC) is the instant before which they are forgotten; $most is how many an account keeps.
-- One row per call: how many there were.
delete from trusted_browser
where
    made_at < $made_to
    or mark_hash in (
        select mark_hash
        from trusted_browser
        qualify row_number() over (partition by account_id order by made_at desc, mark_hash) > $most
    )
;

-- Forget browsers that no account has signed in from for long.
-- $made_to (UTC) is the instant before which they are forgotten.
-- One row per call: how many there were.
delete from trusted_browser
where made_at < $made_to
;

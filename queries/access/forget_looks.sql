-- Forget looks that no comparison reaches any more.
-- $looked_to (UTC).
-- One row per call: how many looks went.
delete from look where looked_at < $looked_to

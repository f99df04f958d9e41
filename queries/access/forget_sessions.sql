-- Forget sessions that ended long ago.
-- $ended_to (UTC) is the end before which they are forgotten.
-- One row per call: how many there were.
delete from session
where ended_at < $ended_to
;

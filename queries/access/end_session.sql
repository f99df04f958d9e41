-- End a session for good.
-- $session_id names it; $ended_at (UTC) is when; $ended_why is why.
-- One row per call: how many there were.
update session
set ended_at = $ended_at, ended_why = $ended_why
where session_id = $session_id and ended_at is null
;

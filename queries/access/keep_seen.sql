-- Write down when sessions were last seen and used.
-- Reads the table `incoming` (session_id, seen_at, used_at, age_s) that lies beside the statement.
-- One row per call: how many sessions there were.
update session
set seen_at = incoming.seen_at, used_at = incoming.used_at, age_s = incoming.age_s
from incoming
where session.session_id = incoming.session_id and session.ended_at is null
;

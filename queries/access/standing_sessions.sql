-- Which sessions have not been ended?
-- One row per session.
select
    session_id,
    token_hash,
    account_id,
    device_id,
    key_version,
    made_at,
    seen_at,
    used_at,
    age_s,
    expires_at,
    address,
    agent
from session
where ended_at is null
;

-- Which tokens does this source lose now?
-- $source_id; $machine_at (UTC), by the machine's clock.
-- One row: how many were open until now.
update source_token
set revoked_at = $machine_at
where source_token.source_id = $source_id and source_token.revoked_at is null

-- Which tokens open something now, and whose are they?
-- One row per token that nobody revoked.
select source_token.token_hash, source_token.source_id from source_token where source_token.revoked_at is null

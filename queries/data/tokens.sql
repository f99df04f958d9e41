-- Which tokens does a source hold or did it hold?
-- $source_id the source.
-- One row per token, the newest first; only the first letters of its hash are told.
select
    substr(source_token.token_hash, 1, 8) as mark,
    source_token.made_at,
    source_token.made_by,
    source_token.revoked_at
from source_token
where source_token.source_id = $source_id
order by source_token.made_at desc

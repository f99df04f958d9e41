-- Which browsers has each account signed in from?
-- $made_from (UTC) is the instant before which a mark counts no more.
-- One row per browser.
select mark_hash, account_id
from trusted_browser
where made_at >= $made_from
;

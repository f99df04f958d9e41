-- When did each account last sign in?
-- One row per account that ever did: the account and when (UTC).
select account_id, max(noted_at) as last_at
from audit
where kind = 'sign_in' and is_done and account_id is not null
group by account_id
;

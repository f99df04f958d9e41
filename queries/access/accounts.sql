-- Which accounts are there, as last set, and how does each stand with its password?
-- One row per account.
select
    account.* exclude (subjects),
    account.subjects,
    password.account_id is not null as has_password,
    coalesce(password.must_change, false) as must_change,
    password.expires_at
from account
left join password on password.account_id = account.account_id
qualify row_number() over (partition by account.account_id order by account.version desc) = 1
order by account.account_id
;

-- Which rows of the audit are there by these filters?
-- kind, account_id, thing and area_code pick rows of that value and null picks all; outcome is done
-- or refused (null: both); from_at and to_at (UTC, null: open) bound the time; words must stand
-- somewhere in the row (null: anything).
create or replace macro audit_found(
    of_kind, of_account_id, of_thing, of_area_code, of_outcome, from_at, to_at, words
) as table
select *
from audit
where
    (of_kind is null or kind = of_kind)
    and (of_account_id is null or account_id = of_account_id)
    and (of_thing is null or thing = of_thing)
    and (of_area_code is null or area_code = of_area_code)
    and (of_outcome is null or is_done = (of_outcome = 'done'))
    and (from_at is null or noted_at >= from_at)
    and (to_at is null or noted_at < to_at)
    and (
        words is null
        or contains(
            lower(concat_ws(' ', what, account_id, thing, thing_id, area_code, operation_id, reason, detail)),
            lower(words)
        )
    )
;

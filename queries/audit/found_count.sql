-- How many rows of the audit are there by these filters?
-- $kind, $account_id, $thing and $area_code pick rows of that value and null picks all; $outcome is done or
-- refused (null: both); $from_at and $to_at (UTC, null: open) bound the time; $text must stand somewhere in
-- the row (null: anything).
-- One row: the count.
select count(*) as row_count
from audit_found($kind, $account_id, $thing, $area_code, $outcome, $from_at, $to_at, $text)
;

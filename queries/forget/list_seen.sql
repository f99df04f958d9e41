-- How does the record of confirmed lists stand once the people of an operation are forgotten?
-- The $roster that it reads and the $own_roster that it gets; $is_alone says that nobody else reads its
-- lists.
-- One row per import, register and township.
select *
from list_seen
where roster <> $roster or not $is_alone
union all by name
select * replace ($own_roster as roster)
from list_seen
where roster = $roster

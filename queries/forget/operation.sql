-- How do the operations stand once the people of one are forgotten?
-- $operation_id, the $own_roster that it gets; $done_at (UTC) when it happens, by the machine's clock.
-- One row per operation.
select *
from operation
where operation_id <> $operation_id
union all by name
select * replace ($own_roster as roster, $done_at as forgotten_at)
from operation
where operation_id = $operation_id

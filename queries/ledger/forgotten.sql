-- Which operations take no more reports, because their people are forgotten?
-- One row per operation.
select operation.operation_id from operation where operation.forgotten_at is not null

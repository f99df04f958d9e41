-- How do papers stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten.
-- One row per version of a paper; one that names people loses its numbers and text.
select *
from paper
where operation_id <> $operation_id or not is_personal
union all by name
select paper.* replace ('{}' as facts, '' as text)
from paper
where operation_id = $operation_id and is_personal

-- Which seals stay once the people of an operation are forgotten?
-- $operation_id whose people are forgotten: its log is another one afterwards, and nothing is held against
-- it.
-- One row per digest.
select * from paper_seal where operation_id <> $operation_id

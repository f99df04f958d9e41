-- Which kept bytes of papers of an operation name people?
-- $operation_id.
-- One row per checksum of their bytes.
select distinct paper_step.sha256
from paper_step
inner join paper on paper_step.paper_id = paper.paper_id and paper_step.operation_id = paper.operation_id
where paper.operation_id = $operation_id and paper.is_personal and paper_step.sha256 is not null

-- What became of papers, once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms.
-- One row per step; who signed stays by account.
select *
from paper_step
where operation_id <> $operation_id
union all by name
select
    paper_step.* replace (
        forgotten_id($salt, paper_step.person_id) as person_id, forgotten_text(paper_step.reason) as reason
    )
from paper_step
where operation_id = $operation_id

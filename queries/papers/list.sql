-- Which papers were drafted in an operation?
-- $operation_id.
-- One row per version, the newest figures first.
select
    paper.paper_id,
    paper.operation_id,
    paper.drafted_in,
    paper.kind,
    paper.as_of,
    paper.known_at,
    paper.replaces,
    paper.is_personal,
    paper.facts,
    paper.text
from paper
where paper.operation_id = $operation_id
order by paper.as_of desc, paper.paper_id

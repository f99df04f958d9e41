-- Which bytes of papers stay once the people of an operation are forgotten?
-- $operation_id whose people are forgotten.
-- One row per kept file of a paper; one that names people loses its bytes.
select
    paper_file.* replace (
        if(paper_file.operation_id = $operation_id and paper.is_personal, null, paper_file.data) as data
    )
from paper_file
inner join paper on paper_file.paper_id = paper.paper_id and paper_file.operation_id = paper.operation_id

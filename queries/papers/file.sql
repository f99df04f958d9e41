-- Which bytes does the ledger keep of a paper?
-- $operation_id, $paper_id; $sha256, as its draft or its issue was told to be.
-- One row; none where no such bytes were kept.
select paper_file.sha256, paper_file.data
from paper_file
where
    paper_file.operation_id = $operation_id
    and paper_file.paper_id = $paper_id
    and paper_file.sha256 = $sha256

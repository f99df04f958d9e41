-- Which versions of stock end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update stock
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    stock.roster = incoming.roster
    and stock.stock_id = incoming.stock_id
    and stock.valid_from = incoming.valid_from
    and stock.closed_by is null
;

-- Which versions of harbour end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update harbour
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    harbour.roster = incoming.roster
    and harbour.harbour_id = incoming.harbour_id
    and harbour.valid_from = incoming.valid_from
    and harbour.closed_by is null
;

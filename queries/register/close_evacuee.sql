-- Which versions of evacuee end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update evacuee
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    evacuee.roster = incoming.roster
    and evacuee.evacuee_id = incoming.evacuee_id
    and evacuee.valid_from = incoming.valid_from
    and evacuee.closed_by is null
;

-- Which versions of village end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update village
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    village.roster = incoming.roster
    and village.village_id = incoming.village_id
    and village.valid_from = incoming.valid_from
    and village.closed_by is null
;

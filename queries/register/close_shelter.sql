-- Which versions of shelter end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update shelter
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    shelter.roster = incoming.roster
    and shelter.shelter_id = incoming.shelter_id
    and shelter.valid_from = incoming.valid_from
    and shelter.closed_by is null
;

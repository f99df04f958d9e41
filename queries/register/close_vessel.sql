-- Which versions of vessel end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update vessel
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    vessel.roster = incoming.roster
    and vessel.vessel_id = incoming.vessel_id
    and vessel.valid_from = incoming.valid_from
    and vessel.closed_by is null
;

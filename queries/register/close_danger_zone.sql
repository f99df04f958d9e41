-- Which versions of danger_zone end, when and by which import? Those named in `incoming`; an open
-- version is told by its id and its start. One row per version closed.
update danger_zone
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    danger_zone.roster = incoming.roster
    and danger_zone.zone_id = incoming.zone_id
    and danger_zone.valid_from = incoming.valid_from
    and danger_zone.closed_by is null
;

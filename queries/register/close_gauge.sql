-- Which versions of gauge end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update gauge
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    gauge.roster = incoming.roster
    and gauge.gauge_id = incoming.gauge_id
    and gauge.valid_from = incoming.valid_from
    and gauge.closed_by is null
;

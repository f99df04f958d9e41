-- Which versions of facility end, when and by which import? Those named in `incoming`; an open
-- version is told by its id and its start. One row per version closed.
update facility
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    facility.roster = incoming.roster
    and facility.facility_id = incoming.facility_id
    and facility.valid_from = incoming.valid_from
    and facility.closed_by is null
;

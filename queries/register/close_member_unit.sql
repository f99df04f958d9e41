-- Which versions of member_unit end, when and by which import? Those named in `incoming`; an open
-- version is told by its id and its start. One row per version closed.
update member_unit
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    member_unit.roster = incoming.roster
    and member_unit.unit_id = incoming.unit_id
    and member_unit.valid_from = incoming.valid_from
    and member_unit.closed_by is null
;

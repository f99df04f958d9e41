-- Which versions of responsible_person end, when and by which import? Those named in `incoming`; an
-- open version is told by its id and its start. One row per version closed.
update responsible_person
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    responsible_person.roster = incoming.roster
    and responsible_person.person_id = incoming.person_id
    and responsible_person.valid_from = incoming.valid_from
    and responsible_person.closed_by is null
;

-- Which versions of team end, when and by which import? Those named in `incoming`; an open version is told
-- by its id and its start. One row per version closed.
update team
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    team.roster = incoming.roster
    and team.team_id = incoming.team_id
    and team.valid_from = incoming.valid_from
    and team.closed_by is null
;

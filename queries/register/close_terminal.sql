-- Which versions of terminal end, when and by which import? Those named in `incoming`; an open
-- version is told by its id and its start. One row per version closed.
update terminal
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    terminal.roster = incoming.roster
    and terminal.terminal_id = incoming.terminal_id
    and terminal.valid_from = incoming.valid_from
    and terminal.closed_by is null
;

-- What does the register hold of a terminal's holder, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    terminal.holder_name as name,
    terminal.phone,
    null as address,
    null as needs,
    terminal.note,
    terminal.township_code,
    terminal.village_code
from terminal
where
    terminal.roster = roster_of($operation_id)
    and terminal.valid_from <= $as_of
    and $as_of < terminal.valid_to
    and terminal.terminal_id = $object_id

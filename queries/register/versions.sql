-- Which rows of a register may matter to an import? $register is the table, $roster the set of lists, $as_of
-- the moment (UTC): versions that hold then or later, those that import $import_id opened or closed, and
-- those closed by a merge. One row per version.
select *
from query_table($register) as listed
where
    listed.roster = $roster
    and (
        listed.valid_to > $as_of
        or listed.import_id = $import_id
        or listed.closed_by = $import_id
        or starts_with(listed.closed_by, 'merge-')
    )
;

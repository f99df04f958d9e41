-- Drop what was folded into overruled for chains that are about to be folded anew.
-- `chains` stands for the Arrow table of chains (operation, subject, subject_id, facet).
-- One row per dropped row.
delete from overruled
using chains
where
    overruled.operation_id = chains.operation_id
    and overruled.subject = chains.subject
    and overruled.subject_id = chains.subject_id
    and overruled.facet = chains.facet

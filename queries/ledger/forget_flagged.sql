-- Drop what was folded into flagged for chains that are about to be folded anew.
-- `chains` stands for the Arrow table of chains (operation, subject, subject_id, facet).
-- One row per dropped row.
delete from flagged
using chains
where
    flagged.operation_id = chains.operation_id
    and flagged.subject = chains.subject
    and flagged.subject_id = chains.subject_id
    and flagged.facet = chains.facet

-- Drop what was folded into span for chains that are about to be folded anew.
-- `chains` stands for the Arrow table of chains (operation, subject, subject_id, facet).
-- One row per dropped row.
delete from span
using chains
where
    span.operation_id = chains.operation_id
    and span.subject = chains.subject
    and span.subject_id = chains.subject_id
    and span.facet = chains.facet

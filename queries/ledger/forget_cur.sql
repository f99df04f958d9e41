-- Drop the present state of chains in which nothing counts any more.
-- `chains` stands for the Arrow table of chains (operation, subject, subject_id, facet).
-- One row per dropped row.
delete from cur
using chains
where
    cur.operation_id = chains.operation_id
    and cur.subject = chains.subject
    and cur.subject_id = chains.subject_id
    and cur.facet = chains.facet

-- Empty flagged before everything is folded anew.
-- One row per dropped row.
delete from flagged

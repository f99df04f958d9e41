-- Empty overruled before everything is folded anew.
-- One row per dropped row.
delete from overruled

-- Empty the reference tables before data/ is read again.
-- One row per dropped row of the last table.
delete from status
;

delete from transition
;

delete from area
;

delete from category
;

delete from report_rhythm
;

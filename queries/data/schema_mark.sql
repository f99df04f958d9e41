-- Which schema was this data file last brought to?
-- One row, with its fingerprint as 99_mark.sql left it.
select schema_mark() as mark

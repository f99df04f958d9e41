-- Which imports are written down here already?
-- One row per import.
select import_batch.import_id from import_batch

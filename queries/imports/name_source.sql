-- From which source did a list come?
-- $import_id; $source_id.
-- One row: how many imports were named.
update import_batch
set source_id = $source_id
where import_batch.import_id = $import_id and import_batch.source_id is null

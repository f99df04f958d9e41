-- What was an import of lists, and has it been taken back? $import_id names it.
-- One row for the import, none when there is no such import.
select
    import_batch.roster,
    import_batch.list_code,
    import_batch.source,
    import_batch.content_hash,
    import_batch.kind,
    import_batch.imported_at,
    exists (select 1 from import_batch as undoing where undoing.undoes = $import_id) as is_undone
from import_batch
where import_batch.import_id = $import_id
;

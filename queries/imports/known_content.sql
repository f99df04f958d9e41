-- Which imports brought exactly this content, were of use, and still hold?
-- $content_hash SHA-256 of the file, hexadecimal; $operation_id of the run that it would report to.
-- What speaks of no run (storms) is known in every run, a list in the runs that read its lists. An import
-- that was undone holds no more.
-- One row per import, the first one first.
select
    import_batch.import_id,
    import_batch.imported_at,
    import_batch.imported_by,
    import_batch.source,
    import_batch.kind
from import_batch
where
    import_batch.content_hash = $content_hash
    and coalesce(import_batch.outcome, 'taken') in ('taken', 'partly')
    and coalesce(import_batch.operation_id, $operation_id) = $operation_id
    and coalesce(import_batch.roster, roster_of($operation_id)) is not distinct from roster_of($operation_id)
    and import_batch.undoes is null
    and not exists (select 1 from import_batch as undoing where undoing.undoes = import_batch.import_id)
order by import_batch.imported_at

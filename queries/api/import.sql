-- What became of one import of a source?
-- $import_id; $source_id of the source that asks.
-- One row, or none when this source brought no such import.
select
    import_batch.import_id,
    import_batch.imported_at,
    import_batch.source as name,
    import_batch.kind,
    import_batch.outcome,
    import_batch.row_count as accepted,
    import_batch.unchanged_count as repeated,
    import_batch.flagged_count as flagged,
    import_batch.problem_count as refused,
    import_batch.first_at,
    import_batch.last_at,
    import_batch.content_hash
from import_batch
where import_batch.import_id = $import_id and import_batch.source_id = $source_id

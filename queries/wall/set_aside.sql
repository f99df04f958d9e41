-- Which files brought rows that were sent back or set aside, with no whole file of the same name since?
-- $since_at (UTC), by the machine's clock.
-- Set aside: kept and not counted (flagged). Files that brought nothing at all: wall/failed_imports.
-- One row per file name, the longest waiting first.
with
    newest as (
        select
            import_batch.source as file_name,
            max(import_batch.imported_at) as since,
            arg_max(import_batch.outcome, import_batch.imported_at) as outcome,
            arg_max(coalesce(import_batch.flagged_count, 0), import_batch.imported_at) as flagged_count,
            arg_max(import_batch.source_id, import_batch.imported_at) as source_id,
            arg_max(import_batch.imported_by, import_batch.imported_at) as imported_by
        from import_batch
        where import_batch.outcome in ('taken', 'partly', 'quarantined') and import_batch.undoes is null
        group by import_batch.source
    )

select newest.file_name, newest.since, newest.source_id, newest.imported_by
from newest
where
    newest.since >= $since_at
    and newest.outcome in ('taken', 'partly')
    and (newest.outcome = 'partly' or newest.flagged_count > 0)
order by newest.since, newest.file_name

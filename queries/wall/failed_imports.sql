-- Which files brought nothing since an instant, and were not followed by a good one of the same name?
-- $since_at (UTC), by the machine's clock.
-- One row per file name, the longest waiting first.
with
    later as (
        select import_batch.source, max(import_batch.imported_at) as taken_at
        from import_batch
        where import_batch.outcome in ('taken', 'partly', 'repeated')
        group by import_batch.source
    )
select
    import_batch.source as file_name,
    min(import_batch.imported_at) as since,
    arg_max(import_batch.source_id, import_batch.imported_at) as source_id,
    arg_max(import_batch.imported_by, import_batch.imported_at) as imported_by
from import_batch
left join later on later.source = import_batch.source
where
    import_batch.outcome = 'quarantined'
    and import_batch.imported_at >= $since_at
    and (later.taken_at is null or later.taken_at < import_batch.imported_at)
group by import_batch.source
order by since, file_name

-- Which lists of this operation were last brought before an instant?
-- $operation_id; $stale_at (UTC), by the machine's clock.
-- One row per list, the oldest first; a list that nobody ever imported is not one of them.
with
    undone as (
        select import_batch.undoes as import_id from import_batch where import_batch.undoes is not null
    )
select import_batch.list_code, max(import_batch.imported_at) as since
from import_batch
anti join undone on undone.import_id = import_batch.import_id
where
    import_batch.list_code is not null
    and import_batch.roster = roster_of($operation_id)
    and import_batch.outcome in ('taken', 'partly', 'repeated')
group by import_batch.list_code
having max(import_batch.imported_at) < $stale_at
order by since, import_batch.list_code

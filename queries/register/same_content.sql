-- Which imports brought exactly this content into this list and still hold? $content_hash is the SHA-256 of
-- the file, $roster the set of lists, $list_code the list.
-- One row per import, the first one first.
select import_batch.import_id
from import_batch
where
    import_batch.content_hash = $content_hash
    and import_batch.roster = $roster
    and import_batch.list_code = $list_code
    and import_batch.outcome in ('taken', 'partly')
    and not exists (select 1 from import_batch as undoing where undoing.undoes = import_batch.import_id)
order by import_batch.imported_at
;

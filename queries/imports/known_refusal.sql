-- Was exactly this content refused before?
-- $content_hash SHA-256 of the file, hexadecimal.
-- One row per refusal, the first one first.
select import_batch.import_id
from import_batch
where import_batch.content_hash = $content_hash and import_batch.outcome = 'quarantined'
order by import_batch.imported_at

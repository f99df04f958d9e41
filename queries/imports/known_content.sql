-- Which imports brought a file of exactly this content?
-- $content_hash SHA-256 of the file, hexadecimal; $kind what the file was: storm, register …
-- One row per import, the first one first.
select import_batch.import_id, import_batch.imported_at, import_batch.imported_by, import_batch.source
from import_batch
where import_batch.content_hash = $content_hash and import_batch.kind = $kind
order by import_batch.imported_at

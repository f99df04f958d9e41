-- Keep the code that makes the first administrator, as a hash.
-- $code_hash and $made_at (UTC) are the columns of these names.
-- One row per call: the code.
insert into first_code by name
select $code_hash as code_hash, $made_at as made_at
;

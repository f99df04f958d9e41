-- The fingerprint of the schema that this file was last brought to.
create or replace macro schema_mark() as '{mark}'
;

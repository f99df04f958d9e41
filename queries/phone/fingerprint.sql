-- Have the registers changed since they were last read for the phone desk?
-- $operation_id; $as_of (UTC): rows of the registers valid then.
-- One row: how many rows are valid and a number that changes with any of them; a changed row is a new one,
-- valid from another instant.
select
    count(*) as row_count,
    bit_xor(hash(register.subject, register.object_id, register.valid_from)) as fingerprint
from register_at($operation_id, $as_of) as register

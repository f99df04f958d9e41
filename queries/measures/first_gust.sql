-- When did a gauge of the county first read a wind of at least so much?
-- $operation_id; $as_of, $known_at (UTC); $least_ms: metres per second.
-- One row; read_at is empty where none did.
select min(reading.read_at) as read_at
from reading
where
    reading.operation_id = $operation_id
    and reading.quantity in ('gust_ms', 'wind_ms')
    and not reading.is_suspect
    and reading.value >= $least_ms
    and reading.read_at <= $as_of
    and reading.recorded_at <= $known_at

-- What did one gauge read between two instants, as far as it was known by a moment?
-- $operation_id; $gauge_id; $from_at, $as_of, $known_at (UTC).
-- One row per quantity and instant, the one told last; doubtful readings are among them and marked.
select
    reading.quantity,
    reading.read_at,
    reading.value,
    reading.is_suspect,
    reading.suspect_reason,
    reading.source,
    reading.recorded_at
from reading
where
    reading.operation_id = $operation_id
    and reading.gauge_id = $gauge_id
    and reading.read_at > $from_at
    and reading.read_at <= $as_of
    and reading.recorded_at <= $known_at
qualify
    row_number() over (
        partition by reading.quantity, reading.read_at, reading.is_suspect order by reading.recorded_at desc
    )
    = 1
order by reading.quantity, reading.read_at

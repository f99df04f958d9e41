-- Of which kind is each gauge of the lists that an operation reads?
-- $operation_id; $as_of (UTC).
-- One row per gauge; some have no kind.
select gauge.gauge_id, gauge.kind
from gauge
where gauge.roster = roster_of($operation_id) and gauge.valid_from <= $as_of and $as_of < gauge.valid_to

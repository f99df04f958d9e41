-- Which vessels of the lists that an operation reads can a position be told from, by radio or name?
-- $operation_id; $as_of (UTC).
-- One row per vessel.
select vessel.vessel_id, vessel.mmsi, vessel.name, vessel.vessel_class
from vessel
where vessel.roster = roster_of($operation_id) and vessel.valid_from <= $as_of and $as_of < vessel.valid_to

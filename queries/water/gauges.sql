-- Which rain, river, reservoir and tide gauges stand on the lists at a moment, with their marks?
-- $operation_id; $as_of (UTC).
-- One row per gauge.
select
    gauge.gauge_id,
    gauge.name,
    gauge.kind,
    gauge.datum_name,
    gauge.township_code,
    gauge.village_code,
    gauge.lat,
    gauge.lon,
    gauge.warning_level_m,
    gauge.guaranteed_level_m,
    gauge.flood_limit_level_m,
    gauge.design_level_m,
    gauge.blue_level_m,
    gauge.yellow_level_m,
    gauge.orange_level_m,
    gauge.red_level_m,
    gauge.reads_every_min,
    gauge.marks_source,
    gauge.source
from gauge
where
    gauge.roster = roster_of($operation_id)
    and gauge.valid_from <= $as_of
    and $as_of < gauge.valid_to
    and gauge.kind in ('rain', 'river', 'reservoir', 'tide')
order by gauge.kind, gauge.gauge_id

-- Which rain, river, reservoir and tide gauges stand on the lists of an operation, with their marks?
-- $operation_id.
-- One row per gauge and version of it.
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
    gauge.source,
    gauge.valid_from,
    gauge.valid_to
from gauge
where gauge.roster = roster_of($operation_id) and gauge.kind in ('rain', 'river', 'reservoir', 'tide')
order by gauge.kind, gauge.gauge_id

-- Where was the storm, as each agency analysed it and as far as this was known?
-- $storm_id; $as_of, $known_at (UTC).
-- One row per agency and instant, the values last imported; a doubtful fix stands beside the sound one.
select storm_fix.* exclude (import_id), storm.name_zh, storm.name_en
from storm_fix
inner join storm on storm_fix.storm_id = storm.storm_id
left join import_batch on storm_fix.import_id = import_batch.import_id
where storm_fix.storm_id = $storm_id and storm_fix.fixed_at <= $as_of and storm_fix.known_at <= $known_at
qualify
    row_number() over (
        partition by storm_fix.agency, storm_fix.fixed_at, storm_fix.is_analysis_after, storm_fix.is_suspect
        order by import_batch.imported_at desc nulls last
    )
    = 1
order by storm_fix.agency, storm_fix.fixed_at

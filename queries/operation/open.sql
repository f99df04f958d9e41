-- Begin an operation.
-- $operation_id, $name_zh, $name_en, $storm_id (or null), $roster and $opened_at (UTC) are its columns.
-- One row per call.
insert into operation by name
select
    $operation_id as operation_id,
    'live' as kind,
    $name_zh as name_zh,
    $name_en as name_en,
    $storm_id as storm_id,
    $roster as roster,
    $opened_at as opened_at,
    false as is_synthetic

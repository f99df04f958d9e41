-- When did each village owe a word and send none?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- A word is owed every every_min minutes from the last one, or from the start of the level in force
-- (owed since then); last_word_at is empty where none had ever come.
-- One row per village, level and silent stretch, the longest first; hours is its length.
select
    silence.code as village_code,
    left(silence.code, 9) as township_code,
    silence.name_zh,
    silence.name_en,
    silence.level_code,
    silence.every_min,
    silence.last_word_at,
    silence.silent_from,
    silence.silent_until,
    epoch(silence.silent_until - silence.silent_from) / 3600 as hours
from silences($operation_id, $as_of, $known_at) as silence
where silence.tier = 'village' and in_scope(left(silence.code, 9), silence.code, $area_code)
order by hours desc, silence.silent_from, silence.code

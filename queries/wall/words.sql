-- When did each township and village last send a word, be it a report or a nil report?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per counted township and village; last_word_at is empty when none ever came.
select
    area.area_code,
    area.tier,
    if(area.tier = 'township', area.area_code, area.parent_code) as township_code,
    word.valid_from as last_word_at
from area
left join held($operation_id, 'area', 'word', $as_of, $known_at) as word on area.area_code = word.subject_id
where area.tier in ('township', 'village') and area.is_counted
order by area.area_code

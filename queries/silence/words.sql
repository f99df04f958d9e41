-- When did the county, each township and each village last send a word, be it a report or a nil report?
-- $operation_id; $as_of, $known_at (UTC).
-- One row per counted area; last_word_at is empty when none ever came, cell_tower_id where no list tells it.
select
    area.area_code as code,
    area.tier,
    area.name_zh,
    area.name_en,
    word.valid_from as last_word_at,
    word.known_from as word_known_at,
    village.cell_tower_id
from area
left join held($operation_id, 'area', 'word', $as_of, $known_at) as word on area.area_code = word.subject_id
left join
    village
    on area.area_code = village.village_id
    and village.roster = roster_of($operation_id)
    and village.valid_from <= $as_of
    and $as_of < village.valid_to
where area.is_counted
order by area.area_code

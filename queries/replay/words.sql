-- When did each township and village send a word, and since when was it known?
-- $operation_id; $known_at (UTC): the last instant of knowledge.
-- One row per counted area and instant of a word; known_to is when it was no longer believed.
select
    word.subject_id as code,
    area.tier,
    word.valid_from as word_at,
    min(word.known_from) as known_at,
    max(word.known_to) as known_to
from span as word
inner join area on word.subject_id = area.area_code
where
    word.operation_id = $operation_id
    and word.subject = 'area'
    and word.facet = 'word'
    and word.known_from <= $known_at
    and area.is_counted
    and area.tier in ('township', 'village')
group by word.subject_id, area.tier, word.valid_from
order by word.subject_id, word.valid_from

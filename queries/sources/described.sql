-- How is each source described now?
-- One row per source.
select
    source.source_id,
    source.name_zh,
    source.name_en,
    source.kinds,
    source.owner,
    source.licence,
    source.expected_every_min,
    source.max_per_min,
    source.is_active,
    source.note
from source
qualify row_number() over (partition by source.source_id order by source.set_at desc, source.rowid desc) = 1
order by source.source_id

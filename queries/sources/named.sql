-- What is a source of data called?
-- $source_id as it stands on what the source brings.
-- One row, as it was last registered; none where nobody registered it.
select source.name_zh, source.name_en
from source
where source.source_id = $source_id
order by source.set_at desc
limit 1

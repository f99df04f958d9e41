-- Which categories does the county use?
-- One row per category of a kind, in order of rank.
select
    category.kind,
    category.category,
    category.name_zh,
    category.name_en,
    category.rank,
    category.unit_zh,
    category.done_status,
    category.certainty
from category
order by category.kind, category.rank

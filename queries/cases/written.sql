-- What did one hand last write into the case library, row by row?
-- $set_by.
-- One row per case, part and key.
select
    case_row.operation_id,
    case_row.part,
    case_row.key,
    case_row.name_zh,
    case_row.name_en,
    case_row.value,
    case_row.unit,
    case_row.starts_at,
    case_row.ends_at,
    case_row.about,
    case_row.source,
    case_row.certainty,
    case_row.is_gone
from case_row
where case_row.set_by = $set_by
qualify
    row_number() over (
        partition by case_row.operation_id, case_row.part, case_row.key order by case_row.set_at desc
    )
    = 1

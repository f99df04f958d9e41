-- Which imports were there, and what came of each?
-- $import_id the one import to tell of, null for all; $most_count how many rows at most.
-- One row per import, the newest first; an import that took another back stands as its own row.
with
    named as (
        select
            source.source_id,
            arg_max(source.name_zh, source.set_at) as name_zh,
            arg_max(source.name_en, source.set_at) as name_en
        from source
        group by source.source_id
    ),
    taken_back as (
        select import_batch.undoes as import_id, max(import_batch.imported_at) as undone_at
        from import_batch
        where import_batch.undoes is not null
        group by import_batch.undoes
    )
select
    import_batch.import_id,
    import_batch.imported_at,
    import_batch.imported_by,
    import_batch.source,
    import_batch.source_id,
    named.name_zh as source_name_zh,
    named.name_en as source_name_en,
    import_batch.kind,
    import_batch.list_code,
    coalesce(import_batch.outcome, if(import_batch.problem_count > 0, 'partly', 'taken')) as outcome,
    import_batch.row_count,
    import_batch.problem_count,
    import_batch.new_count,
    import_batch.changed_count,
    import_batch.unchanged_count,
    import_batch.gone_count,
    import_batch.flagged_count,
    import_batch.first_at,
    import_batch.last_at,
    import_batch.byte_count,
    import_batch.content_hash,
    import_batch.roster,
    import_batch.operation_id,
    import_batch.undoes,
    taken_back.undone_at
from import_batch
left join named on named.source_id = import_batch.source_id
left join taken_back on taken_back.import_id = import_batch.import_id
where $import_id is null or import_batch.import_id = $import_id
order by import_batch.imported_at desc, import_batch.import_id
limit $most_count

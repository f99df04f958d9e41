-- How does each source stand: its last word, how old its data was, how much came, how much was bad?
-- $machine_at (UTC), by the machine's clock. Everything of a drill's scenario counts as one source, `drill`.
-- State: never (no word yet), silent (switched off), ok, late (over 1 times its rhythm), dead (over 3 times).
-- One row per source, those in trouble first; bad_share is of the last 30 days; empty, not 0, where nothing
-- came.
with
    described as (
        from source
        qualify
            row_number() over (partition by source.source_id order by source.set_at desc, source.rowid desc)
            = 1
    ),
    brought as (
        select
            coalesce(
                import_batch.source_id,
                case import_batch.imported_by when 'first start' then 'seed' else 'inbox' end
            ) as source_id,
            max(import_batch.imported_at) as last_import_at,
            max(import_batch.last_at) as last_item_at,
            arg_max(import_batch.import_id, import_batch.imported_at) as last_import_id,
            count(*) as import_count,
            sum(import_batch.row_count) as item_count,
            sum(import_batch.problem_count) as problem_count,
            sum(coalesce(import_batch.flagged_count, 0)) as flagged_count,
            sum(import_batch.problem_count + coalesce(import_batch.flagged_count, 0)) filter (
                where import_batch.imported_at > $machine_at - interval 30 day
            ) as fresh_bad_count,
            sum(import_batch.row_count + import_batch.problem_count) filter (
                where import_batch.imported_at > $machine_at - interval 30 day
            ) as fresh_all_count
        from import_batch
        where import_batch.undoes is null
        group by 1
    ),
    said as (
        select event.source as said_by, count(*) as item_count, max(event.happened_at) as last_item_at
        from event
        where event.import_id is null
        group by 1
        union all
        select position.source, count(*), max(position.positioned_at)
        from position
        where position.import_id is null
        group by 1
    ),
    entered as (
        select
            case when said.said_by like 'drill!_%' escape '!' then 'drill' else said.said_by end as source_id,
            sum(said.item_count) as item_count,
            max(said.last_item_at) as last_item_at
        from said
        group by 1
    ),
    keys as (
        select source_token.source_id, count(*) as token_count
        from source_token
        where source_token.revoked_at is null
        group by 1
    ),
    joined as (
        select
            coalesce(described.source_id, brought.source_id, entered.source_id) as source_id,
            described.* exclude (source_id),
            brought.last_import_at,
            brought.last_import_id,
            greatest(brought.last_item_at, entered.last_item_at) as last_item_at,
            coalesce(brought.import_count, 0) as import_count,
            coalesce(brought.item_count + coalesce(entered.item_count, 0), entered.item_count) as item_count,
            coalesce(brought.problem_count, 0) as problem_count,
            coalesce(brought.flagged_count, 0) as flagged_count,
            brought.fresh_bad_count / nullif(brought.fresh_all_count, 0) as bad_share,
            date_diff('second', brought.last_import_at, $machine_at) / 60 as silent_min,
            date_diff('second', brought.last_item_at, brought.last_import_at) / 60 as lag_min
        from described
        full join brought using (source_id)
        full join entered using (source_id)
    )
select
    joined.source_id,
    coalesce(joined.name_zh, joined.source_id) as name_zh,
    coalesce(joined.name_en, joined.source_id) as name_en,
    joined.name_zh is not null as is_registered,
    joined.kinds,
    joined.owner,
    joined.licence,
    joined.expected_every_min,
    joined.max_per_min,
    coalesce(joined.is_active, true) as is_active,
    joined.note,
    coalesce(keys.token_count, 0) as token_count,
    joined.last_import_at,
    joined.last_import_id,
    joined.last_item_at,
    joined.silent_min,
    joined.lag_min,
    joined.import_count,
    joined.item_count,
    joined.problem_count,
    joined.flagged_count,
    joined.bad_share,
    case
        when not joined.is_active
        then 'silent'
        when joined.item_count is null
        then 'never'
        when joined.silent_min > 3 * joined.expected_every_min
        then 'dead'
        when joined.silent_min > joined.expected_every_min
        then 'late'
        else 'ok'
    end as state
from joined
left join keys using (source_id)
order by array_position(['dead', 'late', 'never', 'ok', 'silent'], state), source_id

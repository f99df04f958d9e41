-- What did people decide about rows of a register that look like one?
-- $roster the set of lists; $register the table.
-- One row per pair, the last decided first, with its last decision and the merge that may be taken back.
with
    undone as (
        select import_batch.undoes as import_id from import_batch where import_batch.undoes is not null
    ),
    last as (
        select
            same_as.kept_id,
            same_as.other_id,
            same_as.decision,
            same_as.reason,
            same_as.decided_at,
            same_as.decided_by,
            same_as.recorded_at
        from same_as
        where same_as.roster = $roster and same_as.register = $register
        qualify
            row_number() over (
                partition by
                    least(same_as.kept_id, same_as.other_id), greatest(same_as.kept_id, same_as.other_id)
                order by same_as.recorded_at desc
            )
            = 1
    )
select last.*, merge_batch.import_id
from last
left join
    import_batch as merge_batch
    on merge_batch.kind = 'merge'
    and merge_batch.roster = $roster
    and merge_batch.imported_at = last.recorded_at
    and last.decision = 'merged'
    and merge_batch.import_id not in (select undone.import_id from undone)
order by last.recorded_at desc

-- Which imported files speak of an operation's people, and which does somebody else still need?
-- $operation_id and the $roster that it reads.
-- One row per content.
with ours as (select distinct import_id from imports_of($operation_id))
select
    import_batch.content_hash,
    bool_or(
        import_batch.kind not in ('storm', 'readings', 'warnings')
        and (
            ours.import_id is not null
            or import_batch.roster = $roster
            or import_batch.operation_id = $operation_id
        )
    ) as is_ours,
    bool_or(
        import_batch.kind in ('storm', 'readings', 'warnings')
        or (
            import_batch.operation_id <> $operation_id
            and import_batch.roster is null
            and coalesce(other.forgotten_at is null, false)
        )
    ) as is_needed
from import_batch
left join ours on import_batch.import_id = ours.import_id
left join operation as other on import_batch.operation_id = other.operation_id
group by import_batch.content_hash
order by import_batch.content_hash

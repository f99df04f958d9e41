-- Which reports and list rows say that an import brought them that nobody has written down?
-- $operation_id; $known_at (UTC).
-- One row per kind of object and import.
with
    brought as (
        select event.subject, event.subject_id as object_id, event.import_id
        from event
        where
            event.operation_id = $operation_id
            and event.recorded_at <= $known_at
            and event.import_id is not null
        union all
        select register.subject, register.object_id, register.import_id
        from register_rows($operation_id) as register
        where register.import_id is not null
    )

select
    brought.subject,
    min(brought.object_id) as object_id,
    $operation_id as operation_id,
    'unknown_import' as what,
    brought.import_id as detail,
    count(*) as row_count
from brought
left join import_batch on brought.import_id = import_batch.import_id
where import_batch.import_id is null
group by brought.subject, brought.import_id
order by brought.subject, detail

-- How do the imports stand once the people of an operation are forgotten?
-- $operation_id, the $roster that it reads and the $own_roster that it gets; $offices are the
-- accounts that stay as they are, between commas; $salt of the pseudonyms; $is_alone says that
-- nobody else reads its lists.
-- One row per import; of those that it read, the counts stay and the file's name goes.
with ours as (select distinct import_id from imports_to_forget($operation_id, $roster, $is_alone))
select import_batch.*
from import_batch
anti join ours on import_batch.import_id = ours.import_id
union all by name
select
    import_batch.* replace (
        if(
            import_batch.kind in ('storm', 'readings', 'warnings'),
            import_batch.source,
            forgotten_text(import_batch.source)
            || coalesce(regexp_extract(import_batch.source, '[.][A-Za-z0-9]{1,5}$'), '')
        ) as source,
        if(
            import_batch.kind in ('storm', 'readings', 'warnings'),
            import_batch.imported_by,
            forgotten_actor($salt, $offices, import_batch.imported_by)
        ) as imported_by,
        if($is_alone and import_batch.roster = $roster, $own_roster, import_batch.roster) as roster
    )
from import_batch
semi join ours on import_batch.import_id = ours.import_id

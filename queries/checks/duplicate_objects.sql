-- Which entries of one list share what two different ones cannot: name and phone, or a vessel's MMSI?
-- $operation_id; $as_of (UTC).
-- One row per group of entries; pairs that a person has kept apart are left out.
with
    marks as (
        select register.subject, register.object_id, register.name || ' ' || register.phone as mark
        from register_at($operation_id, $as_of) as register
        where register.subject not in ('responsible_person', 'stock', 'terminal')
        union all
        select 'vessel' as subject, vessel.vessel_id as object_id, 'MMSI ' || vessel.mmsi as mark
        from vessel
        where
            vessel.roster = roster_of($operation_id)
            and vessel.valid_from <= $as_of
            and $as_of < vessel.valid_to
    ),

    groups as (
        select
            marks.subject,
            min(marks.object_id) as object_id,
            list(distinct marks.object_id order by marks.object_id) as object_ids
        from marks
        where marks.mark is not null
        group by marks.subject, marks.mark
        having count(distinct marks.object_id) > 1
    )

select
    groups.subject,
    groups.object_id,
    $operation_id as operation_id,
    'same_object' as what,
    array_to_string(groups.object_ids[2:11], ' ') as detail,
    len(groups.object_ids) as entry_count
from groups
where
    not exists (
        select 1
        from same_as
        where
            same_as.roster = roster_of($operation_id)
            and same_as.recorded_at <= $as_of
            and list_contains(groups.object_ids, same_as.kept_id)
            and list_contains(groups.object_ids, same_as.other_id)
    )
order by groups.subject, groups.object_id

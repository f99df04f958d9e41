-- Which list rows are valid twice at one instant, or end before they begin?
-- $operation_id.
-- One row per version in question; one that was replaced at its very instant holds never and is none.
with
    versions as (
        select
            register.*,
            lead(register.valid_from) over (
                partition by register.subject, register.object_id
                order by register.valid_from, register.valid_to
            ) as next_from
        from register_rows($operation_id) as register
        where register.valid_from <> register.valid_to
    ),

    judged as (
        select
            versions.*,
            case
                when versions.valid_from > versions.valid_to
                then 'ends_before_it_begins'
                when versions.next_from < versions.valid_to
                then 'two_versions'
            end as what
        from versions
    )

select
    judged.subject,
    judged.object_id,
    $operation_id as operation_id,
    judged.what,
    strftime(judged.valid_from, '%Y-%m-%d %H:%M:%S') || ' UTC' as detail,
    judged.valid_from,
    judged.valid_to,
    judged.next_from
from judged
where judged.what is not null
order by judged.subject, judged.object_id, judged.valid_from

-- Which lists of which townships has nobody brought or confirmed for a month? A rule of the founding papers.
-- $operation_id; $as_of (UTC).
-- One row per register and township whose newest word is older than a month.
with
    seen as (
        select
            case
                list_seen.register
                when 'construction_site'
                then 'site'
                when 'member_unit'
                then 'unit'
                else list_seen.register
            end as subject,
            coalesce(list_seen.township_code, '') as township_code,
            max(list_seen.seen_at) as seen_at
        from list_seen
        where
            list_seen.roster = roster_of($operation_id)
            and list_seen.seen_at <= $as_of
            and not exists (select 1 from import_batch where import_batch.undoes = list_seen.import_id)
        group by all
    ),

    listed as (
        select
            register.subject,
            coalesce(register.township_code, '') as township_code,
            max(register.valid_from) as changed_at,
            count(*) as row_count
        from register_at($operation_id, $as_of) as register
        group by all
    )

select
    listed.subject,
    listed.township_code as object_id,
    $operation_id as operation_id,
    'list_older_than_a_month' as what,
    strftime(greatest(listed.changed_at, seen.seen_at), '%Y-%m-%d') || ' × ' || listed.row_count as detail,
    listed.township_code
from listed
left join seen on listed.subject = seen.subject and listed.township_code = seen.township_code
where greatest(listed.changed_at, seen.seen_at) < $as_of - interval 1 month
order by listed.subject, listed.township_code

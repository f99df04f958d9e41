-- Where do the townships' own figures of people moved (A) differ from what is ticked on the roster (B)?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county; a village has
-- no account A.
-- Persons. One row per township and category with both accounts and a difference.
with
    ticked as (
        select
            township_code,
            category,
            sum(if(done_since is null, 0, coalesce(quantity, 1))) as persons,
            max(valid_from) filter (done_since is not null) as last_at
        from held($operation_id, 'evacuee', 'move', $as_of, $known_at)
        where
            subject_id not in (
                select elsewhere.subject_id
                from evacuees_counted_elsewhere($operation_id, $as_of, $known_at) as elsewhere
            )
        group by township_code, category
    ),

    reported as (
        select
            split_part(subject_id, ':', 1) as township_code,
            split_part(subject_id, ':', 2) as category,
            quantity as persons,
            valid_from as last_at
        from held($operation_id, 'tally', 'moved', $as_of, $known_at)
        where $area_code is null or split_part(subject_id, ':', 1) = $area_code
    )

select
    reported.township_code,
    reported.category,
    cast(reported.persons as bigint) as reported,
    reported.last_at as reported_at,
    cast(ticked.persons as bigint) as ticked,
    ticked.last_at as ticked_at
from reported
inner join ticked on reported.township_code = ticked.township_code and reported.category = ticked.category
where reported.persons <> ticked.persons
order by reported.township_code, reported.category

-- How much of a kind of work was done in the hour before the moment, township by township?
-- $operation_id; $as_of, $known_at (UTC); $subject evacuee, vessel, site, shelter, facility,
-- responsible_person or unit.
-- Persons for evacuees, objects for all others; what a village reports within five minutes is one report,
-- squares the sum of their squared sizes.
-- One row per township in which anything was ever done.
with
    done as (
        select standing.township_code, standing.village_code, standing.done_since, standing.persons as size
        from evacuation_standing($operation_id, $as_of, $known_at, null) as standing
        where $subject = 'evacuee' and standing.is_moved
        union all
        select span.township_code, span.village_code, span.done_since, 1 as size
        from span
        where
            span.operation_id = $operation_id
            and span.subject = $subject
            and span.facet in ('duty', 'berth', 'work', 'service', 'measure', 'post')
            and span.done_since is not null
            and span.valid_from <= $as_of
            and $as_of < span.valid_to
            and span.known_from <= $known_at
            and $known_at < span.known_to
    ),

    reports as (
        select township_code, sum(size) as size, max(done_since) > $as_of - interval 1 hour as is_new
        from done
        where township_code is not null
        group by
            township_code,
            village_code,
            time_bucket(interval 5 minute, done_since),
            done_since > $as_of - interval 1 hour
    )

select
    township_code,
    count(*) filter (is_new) as reports,
    cast(coalesce(sum(size) filter (is_new), 0) as double) as amount,
    cast(coalesce(sum(size * size) filter (is_new), 0) as double) as squares
from reports
group by township_code
order by township_code

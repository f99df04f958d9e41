-- How did the number of open shelters and of people counted in them grow, hour by hour, to the moment?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Each as true at that hour as far as it is known at $known_at; words as in shelters/headline, occupants
-- those of the last headcounts of all shelters.
-- One row per hour and one for the moment itself: at (UTC), done, reported (any status known), occupants
-- (persons) and total.
with
    listed as (
        select standing.object_id
        from shelter_standing($operation_id, $as_of, $known_at, $area_code) as standing
    ),

    believed_now as (
        select
            span.valid_from as begun_at,
            span.valid_to as ended_at,
            if(span.facet = 'service', 1, 0) as reported,
            if(status.progress = 'done', 1, 0) as done,
            if(span.facet = 'occupancy', coalesce(span.quantity, 0), 0) as occupants
        from span
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        inner join listed on span.subject_id = listed.object_id
        where
            span.operation_id = $operation_id
            and span.subject = 'shelter'
            and span.facet in ('service', 'occupancy')
            and span.valid_from <= $as_of
            and span.known_from <= $known_at
            and $known_at < span.known_to
    ),

    changes as (
        select begun_at as changed_at, reported, done, occupants
        from believed_now
        union all
        select ended_at as changed_at, - reported as reported, - done as done, - occupants as occupants
        from believed_now
        where ended_at <= $as_of
    ),

    by_hour as (
        select
            least(
                to_timestamp(divide(epoch_us(changes.changed_at) + 3599999999, 3600000000) * 3600), $as_of
            ) as shown_at,
            sum(changes.reported) as reported,
            sum(changes.done) as done,
            sum(changes.occupants) as occupants
        from changes
        group by shown_at
    ),

    hours as (
        select
            unnest(
                generate_series(date_trunc('hour', operation.opened_at), $as_of, interval 1 hour)
            ) as shown_at
        from operation
        where operation.operation_id = $operation_id
        union
        select $as_of as shown_at
        union
        select by_hour.shown_at
        from by_hour
    )

select
    hours.shown_at as "at",
    cast(coalesce(sum(by_hour.done) over (order by hours.shown_at), 0) as bigint) as done,
    cast(coalesce(sum(by_hour.reported) over (order by hours.shown_at), 0) as bigint) as reported,
    cast(coalesce(sum(by_hour.occupants) over (order by hours.shown_at), 0) as bigint) as occupants,
    (select count(*) from listed) as total
from hours
left join by_hour on hours.shown_at = by_hour.shown_at
order by hours.shown_at

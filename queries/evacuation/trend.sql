-- How did target, moved and away grow, hour by hour, from the operation's start to the moment?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons, each as true at that hour as far as it is known at $known_at; words as in evacuation/headline.
-- One row per hour and one for the moment itself: at (UTC), target, done, away.
with
    believed_now as (
        select
            span.valid_from,
            span.valid_to,
            coalesce(span.quantity, 1) as target,
            if(span.done_since is null, 0, coalesce(span.quantity, 1)) as done,
            if(
                status.progress = 'done' or span.status = 'cleared_to_return', coalesce(span.quantity, 1), 0
            ) as away
        from span
        left join
            status on status.subject = 'evacuee' and status.facet = 'move' and span.status = status.status
        where
            span.operation_id = $operation_id
            and span.subject = 'evacuee'
            and span.facet = 'move'
            and span.valid_from <= $as_of
            and span.known_from <= $known_at
            and $known_at < span.known_to
            and in_scope(span.township_code, span.village_code, $area_code)
    ),

    changes as (
        select valid_from as changed_at, target, done, away
        from believed_now
        union all
        select valid_to as changed_at, - target as target, - done as done, - away as away
        from believed_now
        where valid_to <= $as_of
    ),

    by_hour as (
        select
            least(
                date_trunc('hour', changes.changed_at - interval 1 microsecond) + interval 1 hour, $as_of
            ) as shown_at,
            sum(changes.target) as target,
            sum(changes.done) as done,
            sum(changes.away) as away
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
    cast(coalesce(sum(by_hour.target) over (order by hours.shown_at), 0) as bigint) as target,
    cast(coalesce(sum(by_hour.done) over (order by hours.shown_at), 0) as bigint) as done,
    cast(coalesce(sum(by_hour.away) over (order by hours.shown_at), 0) as bigint) as away
from hours
left join by_hour on hours.shown_at = by_hour.shown_at
order by hours.shown_at

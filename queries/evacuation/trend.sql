-- How did target, moved and away grow, hour by hour, from the operation's start to the moment?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons, each as true at that hour as far as it is known at $known_at; words as in evacuation/headline.
-- One row per hour and one for the moment itself: at (UTC), total (target), done (moved), away.
with
    believed_now as (
        select
            divide(epoch_us(span.valid_from) + 3599999999, 3600000000) as begun_hour,
            divide(epoch_us(span.valid_to) + 3599999999, 3600000000) as ended_hour,
            span.valid_to <= $as_of as is_ended,
            coalesce(span.quantity, 1) as persons,
            span.done_since is not null as is_moved,
            status.progress = 'done' or span.status = 'cleared_to_return' as is_away
        from span
        left join
            status on status.subject = 'evacuee' and status.facet = 'move' and span.status = status.status
        where
            span.operation_id = $operation_id
            and span.subject = 'evacuee'
            and span.facet = 'move'
            and span.subject_id not in (
                select elsewhere.subject_id
                from evacuees_counted_elsewhere($operation_id, $as_of, $known_at) as elsewhere
            )
            and span.valid_from <= $as_of
            and span.known_from <= $known_at
            and $known_at < span.known_to
            and in_scope(span.township_code, span.village_code, $area_code)
    ),

    changes as (
        select
            begun_hour as shown_hour,
            sum(persons) as total,
            sum(persons) filter (is_moved) as done,
            sum(persons) filter (is_away) as away
        from believed_now
        group by begun_hour
        union all
        select
            ended_hour as shown_hour,
            - sum(persons) as total,
            - sum(persons) filter (is_moved) as done,
            - sum(persons) filter (is_away) as away
        from believed_now
        where is_ended
        group by ended_hour
    ),

    by_hour as (
        select
            least(to_timestamp(shown_hour * 3600), $as_of) as shown_at,
            sum(total) as total,
            sum(done) as done,
            sum(away) as away
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
    cast(coalesce(sum(by_hour.total) over (order by hours.shown_at), 0) as bigint) as total,
    cast(coalesce(sum(by_hour.done) over (order by hours.shown_at), 0) as bigint) as done,
    cast(coalesce(sum(by_hour.away) over (order by hours.shown_at), 0) as bigint) as away
from hours
left join by_hour on hours.shown_at = by_hour.shown_at
order by hours.shown_at

-- How did the number of building sites stopped grow, hour by hour, from the operation's start to the moment?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Stopped = work held in stopped; permitted and resumed count as over; workers are persons: as reported,
-- else as listed.
-- One row per hour and one for the moment itself: at (UTC), done, reported (any status known) and total.
with
    listed as (
        select register.site_id as object_id
        from construction_site as register
        where
            register.roster = roster_of($operation_id)
            and register.valid_from <= $as_of
            and $as_of < register.valid_to
            and in_scope(register.township_code, register.village_code, $area_code)
    ),

    believed_now as (
        select span.subject_id, span.valid_from, span.valid_to, status.progress = 'done' as is_done
        from span
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        inner join listed on span.subject_id = listed.object_id
        where
            span.operation_id = $operation_id
            and span.subject = 'site'
            and span.facet = 'work'
            and span.valid_from <= $as_of
            and span.known_from <= $known_at
            and $known_at < span.known_to
    ),

    changes as (
        select valid_from as changed_at, 1 as reported_delta, if(is_done, 1, 0) as done_delta
        from believed_now
        union all
        select valid_to as changed_at, -1 as reported_delta, if(is_done, -1, 0) as done_delta
        from believed_now
        where valid_to <= $as_of
    ),

    by_hour as (
        select
            least(
                date_trunc('hour', changes.changed_at - interval 1 microsecond) + interval 1 hour, $as_of
            ) as shown_at,
            sum(changes.reported_delta) as reported_delta,
            sum(changes.done_delta) as done_delta
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
    coalesce(sum(by_hour.done_delta) over (order by hours.shown_at), 0) as done,
    coalesce(sum(by_hour.reported_delta) over (order by hours.shown_at), 0) as reported,
    (select count(*) from listed) as total
from hours
left join by_hour on hours.shown_at = by_hour.shown_at
order by hours.shown_at

-- How much of each kind of work was done, hour by hour over the operation?
-- $operation_id; $known_at (UTC): the last instant of knowledge; $is_then: whether each hour counts only what
-- was known in that hour; $until_at (UTC): the end of the axis.
-- One row per kind of work and hour: how many were done; people for evacuees who had been moved, else
-- objects.
with
    spread as (
        select
            span.subject,
            case
                when $is_then then greatest(span.valid_from, span.known_from) else span.valid_from
            end as done_from,
            case when $is_then then least(span.valid_to, span.known_to) else span.valid_to end as done_until,
            case when span.subject = 'evacuee' then coalesce(span.quantity, 1) else 1 end as weight
        from span
        inner join
            status
            on span.subject = status.subject
            and span.facet = status.facet
            and span.status = status.status
        where
            span.operation_id = $operation_id
            and span.known_from <= $known_at
            and ($is_then or $known_at < span.known_to)
            and (span.subject, span.facet) in (
                ('responsible_person', 'duty'),
                ('evacuee', 'move'),
                ('vessel', 'berth'),
                ('site', 'work'),
                ('shelter', 'service')
            )
            and span.subject_id not in (
                select elsewhere.subject_id
                from evacuees_counted_elsewhere($operation_id, $known_at, $known_at) as elsewhere
            )
            and case
                when span.subject = 'evacuee' then span.done_since is not null else status.progress = 'done'
            end
    ),

    steps as (
        select spread.subject, spread.done_from as step_at, spread.weight
        from spread
        where spread.done_from < spread.done_until
        union all
        select spread.subject, spread.done_until as step_at, - spread.weight
        from spread
        where spread.done_from < spread.done_until
    ),

    hours as (
        select unnest(range(operation.opened_at, $until_at + interval 1 hour, interval 1 hour)) as hour_at
        from operation
        where operation.operation_id = $operation_id
    ),

    by_hour as (
        select steps.subject, hours.hour_at, sum(steps.weight) as change
        from steps
        asof join hours on steps.step_at <= hours.hour_at
        group by steps.subject, hours.hour_at
    )

select
    work.subject,
    hours.hour_at,
    cast(
        sum(coalesce(by_hour.change, 0)) over (partition by work.subject order by hours.hour_at) as bigint
    ) as done
from hours
cross join (select unnest(['responsible_person', 'evacuee', 'vessel', 'site', 'shelter']) as subject) as work
left join by_hour on work.subject = by_hour.subject and hours.hour_at = by_hour.hour_at
order by work.subject, hours.hour_at

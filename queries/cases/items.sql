-- What was to be done after past storms, and how far is it?
-- $operation_id asks; $as_of, $known_at (UTC) is its moment.
-- One row per item that was found by the moment. A drill sees its own marks in the place of the library's,
-- and the items of drills are for drills only. `set_aside` and the columns after it are of this operation.
with
    present as (
        select span.operation_id, span.subject_id, span.facet, span.status, span.since, span.event_id
        from span
        where
            span.subject = 'after_action'
            and span.valid_from <= $as_of
            and $as_of < span.valid_to
            and span.known_from <= $known_at
            and $known_at < span.known_to
    ),

    told as (
        select event.event_id, event.actor, event.happened_at, event.payload
        from event
        where event.subject = 'after_action'
    ),

    asking as (
        select coalesce(max(operation.kind), 'live') as kind
        from operation
        where operation.operation_id = $operation_id
    ),

    named as (
        select about.operation_id, about.name_zh, about.name_en
        from case_rows() as about
        where about.part = 'case'
    )

select
    item.operation_id as case_id,
    item.key,
    coalesce(named.name_zh, home.name_zh, item.operation_id) as case_zh,
    coalesce(named.name_en, home.name_en, item.operation_id) as case_en,
    item.name_zh,
    item.name_en,
    item.source,
    item.certainty,
    item.starts_at as found_at,
    coalesce(own.status, kept.status) as status,
    coalesce(own.since, kept.since) as since,
    own.status is not null as is_drilled,
    last.event_id,
    last.actor,
    last.happened_at,
    last.payload,
    today.status as today,
    today.since as today_since,
    said.actor as today_actor,
    said.payload as today_payload
from case_rows() as item
cross join asking
left join operation as home on item.operation_id = home.operation_id
left join named on item.operation_id = named.operation_id
left join
    present as kept
    on kept.facet = 'progress'
    and item.operation_id = kept.operation_id
    and item.key = kept.subject_id
left join
    present as own
    on own.facet = 'progress'
    and own.operation_id = $operation_id
    and own.subject_id = item.operation_id || '#' || item.key
left join
    present as today
    on today.facet = 'today'
    and today.operation_id = $operation_id
    and today.subject_id = item.operation_id || '#' || item.key
left join told as last on coalesce(own.event_id, kept.event_id) = last.event_id
left join told as said on today.event_id = said.event_id
where
    item.part = 'item'
    and (home.kind is null or home.kind <> 'drill' or asking.kind = 'drill')
    and coalesce(own.status, kept.status) is not null
order by item.operation_id, try_cast(item.key as integer), item.key

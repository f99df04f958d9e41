-- Where do the reports and what was folded from them not say the same?
-- $operation_id.
-- One row per report or span in question, the earliest first: edited (they differ), lost (the span's report
-- has gone), idle (the report counts nowhere, and no report of the same instant had its place by then). told
-- and counted are as the report and the span say, in the report's unit.
with recursive
    placed as (
        select event.event_id, event.recorded_at as place_at, event.event_id as place_id
        from event
        semi join event as correction on event.event_id = correction.corrects
        where event.operation_id = $operation_id and event.corrects is null
        union all
        select event.event_id, placed.place_at, placed.place_id
        from event
        inner join placed on event.corrects = placed.event_id
        where event.operation_id = $operation_id
    ),

    compared as (
        select
            span.event_id,
            span.subject,
            span.facet,
            span.subject_id,
            coalesce(event.township_code, span.township_code) as township_code,
            coalesce(event.village_code, span.village_code) as village_code,
            coalesce(event.category, span.category) as category,
            event.quantity as told,
            span.quantity as counted,
            coalesce(event.happened_at, span.valid_from) as happened_at,
            case
                when event.event_id is null
                then 'lost'
                when
                    span.valid_from is distinct from event.happened_at
                    or span.known_from < event.recorded_at
                    or span.subject is distinct from event.subject
                    or span.subject_id is distinct from event.subject_id
                    or span.facet is distinct from event.facet
                    or span.status is distinct from event.status
                    or span.quantity is distinct from event.quantity
                    or span.category is distinct from event.category
                    or span.account is distinct from event.account
                    or span.township_code is distinct from event.township_code
                    or span.village_code is distinct from event.village_code
                then 'edited'
            end as fault
        from span
        left join event on span.event_id = event.event_id and event.operation_id = $operation_id
        where span.operation_id = $operation_id
    ),

    counted as (
        select
            span.*,
            coalesce(placed.place_at, event.recorded_at) as place_at,
            coalesce(placed.place_id, event.event_id) as place_id
        from span
        inner join event on span.event_id = event.event_id
        left join placed on event.event_id = placed.event_id
        where span.operation_id = $operation_id and event.operation_id = $operation_id
    ),

    idle as (
        select event.*
        from event
        left join placed on event.event_id = placed.event_id
        anti join span on event.event_id = span.event_id and span.operation_id = $operation_id
        anti join flagged on event.event_id = flagged.event_id and flagged.operation_id = $operation_id
        anti join overruled on event.event_id = overruled.event_id and overruled.operation_id = $operation_id
        anti join
            counted
            on event.subject = counted.subject
            and event.subject_id = counted.subject_id
            and event.facet = counted.facet
            and event.happened_at = counted.valid_from
            and counted.known_from <= event.recorded_at
            and event.recorded_at < counted.known_to
            and (coalesce(placed.place_at, event.recorded_at), coalesce(placed.place_id, event.event_id))
            < (counted.place_at, counted.place_id)
        where event.operation_id = $operation_id and event.status <> 'withdrawn'
    ),

    found as (
        select *
        from compared
        where compared.fault is not null
        union all by name
        select
            idle.event_id,
            idle.subject,
            idle.facet,
            idle.subject_id,
            idle.township_code,
            idle.village_code,
            idle.category,
            idle.quantity as told,
            idle.happened_at,
            'idle' as fault
        from idle
    )

select distinct
    found.fault,
    found.event_id,
    found.subject,
    found.facet,
    found.subject_id,
    found.township_code,
    found.village_code,
    found.category,
    found.told,
    found.counted,
    found.happened_at
from found
order by found.happened_at, found.event_id, found.fault

-- How every question stands at a moment: what was so at as_of, as far as it was known at known_at.
create or replace macro held(op, what, which, as_of, known_at) as table
    select
        span.subject_id,
        span.status,
        span.since,
        span.done_since,
        span.done_count,
        span.valid_from,
        span.known_from,
        span.event_id,
        span.account,
        span.township_code,
        span.village_code,
        span.category,
        span.quantity
    from span
    where
        span.operation_id = op
        and span.subject = what
        and span.facet = which
        and span.valid_from <= as_of
        and as_of < span.valid_to
        and span.known_from <= known_at
        and known_at < span.known_to
;

create or replace macro believed(op, what, which, as_of, known_at) as table
    select
        span.subject_id,
        span.status,
        span.since,
        span.done_since,
        span.done_count,
        span.valid_from,
        least(span.valid_to, as_of) as valid_to,
        span.event_id,
        span.account,
        span.township_code,
        span.village_code,
        span.category,
        span.quantity
    from span
    where
        span.operation_id = op
        and span.subject = what
        and span.facet = which
        and span.valid_from <= as_of
        and span.known_from <= known_at
        and known_at < span.known_to
;

create or replace macro in_scope(township_code, village_code, area_code) as (
    area_code is null or township_code = area_code or village_code = area_code
)
;

create or replace macro roster_of(op) as (select operation.roster from operation where operation.operation_id = op)
;

create or replace macro standing_events(op, known_at) as table
    select event.*
    from event
    left join
        overruled
        on event.event_id = overruled.event_id
        and event.operation_id = overruled.operation_id
        and overruled.known_from <= known_at
        and known_at < overruled.known_to
    where
        event.operation_id = op
        and event.recorded_at <= known_at
        and event.status <> 'withdrawn'
        and overruled.event_id is null
;

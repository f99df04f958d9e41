-- What does the log hold of what it held when a paper was issued?
-- $operation_id; $known_at (UTC); $event_count reports were in the log; $suffix_count letters stand
-- at the end of every identifier since a bundle was loaded beside.
-- One row per subject, township and hour of learning, with how many reports and a digest over all
-- they say.
with
    arrived as (
        select event.*, row_number() over (order by event.seq) as place
        from event
        where event.operation_id = $operation_id
    ),

    digested as (
        select
            arrived.subject,
            arrived.township_code,
            date_trunc('hour', arrived.recorded_at) as hour_at,
            sha256(
                concat_ws(
                    chr(31),
                    left(arrived.event_id, length(arrived.event_id) - $suffix_count),
                    arrived.subject,
                    length(arrived.subject_id),
                    arrived.subject_id,
                    arrived.facet,
                    arrived.status,
                    epoch_us(arrived.happened_at),
                    epoch_us(arrived.recorded_at),
                    length(arrived.source),
                    arrived.source,
                    length(arrived.actor),
                    arrived.actor,
                    coalesce(arrived.account, chr(30)),
                    coalesce(arrived.township_code, chr(30)),
                    coalesce(arrived.village_code, chr(30)),
                    coalesce(arrived.category, chr(30)),
                    coalesce(cast(arrived.quantity as varchar), chr(30)),
                    coalesce(cast(arrived.lat as varchar), chr(30)),
                    coalesce(cast(arrived.lon as varchar), chr(30)),
                    coalesce(length(arrived.payload), -1),
                    coalesce(arrived.payload, chr(30)),
                    coalesce(left(arrived.corrects, length(arrived.corrects) - $suffix_count), chr(30))
                )
            ) as said
        from arrived
        where arrived.place <= $event_count and arrived.recorded_at <= $known_at
    )

select
    digested.subject,
    digested.township_code,
    digested.hour_at,
    count(*) as row_count,
    sha256(string_agg(digested.said, '' order by digested.said)) as digest
from digested
group by digested.subject, digested.township_code, digested.hour_at
order by digested.subject, digested.township_code nulls first, digested.hour_at

-- When did reports of each kind of work arrive late, how many at a time, and how late?
-- $operation_id; $known_at (UTC): the last instant of knowledge; $late_s (seconds): later than this is late;
-- $area_code (9 or 12 digits) or null for the county.
-- One row per kind of work and ten minutes in which late reports were recorded: the last of them, how many,
-- the persons that they speak of, and the earliest happening and longest delay among them.
select
    event.subject,
    max(event.recorded_at) as recorded_at,
    min(event.happened_at) as happened_at,
    count(*) as reports,
    cast(coalesce(sum(event.quantity), 0) as bigint) as persons,
    max(epoch(event.recorded_at - event.happened_at)) as longest_s
from standing_events($operation_id, $known_at) as event
where
    event.recorded_at - event.happened_at > to_seconds($late_s)
    and event.subject in ('responsible_person', 'evacuee', 'vessel', 'site', 'shelter')
    and ($area_code is null or in_scope(event.township_code, event.village_code, $area_code))
group by event.subject, time_bucket(interval 10 minute, event.recorded_at)
order by recorded_at, event.subject

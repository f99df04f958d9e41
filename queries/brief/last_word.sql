-- When was each kind of work last reported on, and by which source?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per table of the five; none where nobody has reported on it.
select
    event.subject, arg_max(event.source, event.recorded_at) as source, max(event.recorded_at) as recorded_at
from event
where
    event.operation_id = $operation_id
    and (event.subject, event.facet) in (
        ('responsible_person', 'duty'),
        ('evacuee', 'move'),
        ('vessel', 'berth'),
        ('site', 'work'),
        ('shelter', 'service')
    )
    and event.happened_at <= $as_of
    and event.recorded_at <= $known_at
    and in_scope(event.township_code, event.village_code, $area_code)
group by event.subject
order by event.subject

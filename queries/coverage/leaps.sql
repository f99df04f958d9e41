-- Who was reported on post in two places one after the other, and how soon?
-- $operation_id; $as_of, $known_at (UTC); $after_at (UTC) looks back no further; $area_code (9 or 12 digits)
-- or null for the county.
-- One row per pair of reports that follow each other and name different places, with both places.
with
    seen as (
        select
            told.subject_id as person_id,
            told.happened_at,
            told.village_code,
            told.lat,
            told.lon,
            lag(told.happened_at) over at_post as before_at,
            lag(told.village_code) over at_post as before_code,
            lag(told.lat) over at_post as before_lat,
            lag(told.lon) over at_post as before_lon
        from standing_events($operation_id, $known_at) as told
        where
            told.subject = 'responsible_person'
            and told.facet = 'duty'
            and told.status = 'on_post'
            and told.happened_at > $after_at
            and told.happened_at <= $as_of
        window at_post as (partition by told.subject_id order by told.happened_at, told.recorded_at)
    )

select
    seen.*,
    person.name,
    person.officer_phone as phone,
    person.status,
    person.since,
    person.township_code,
    person.village_code as home_code
from seen
inner join
    duty_standing($operation_id, $as_of, $known_at, $area_code) as person on seen.person_id = person.object_id
where
    person.status = 'on_post'
    and seen.before_at is not null
    and (seen.before_code <> seen.village_code or seen.before_lat <> seen.lat or seen.before_lon <> seen.lon)
order by seen.person_id, seen.happened_at

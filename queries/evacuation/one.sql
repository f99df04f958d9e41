-- How does one evacuee stand, where do they live, where are they assigned, and who answers for them?
-- $operation_id; $as_of, $known_at (UTC); $object_id of the register.
-- One row, or none when neither the roster of the moment nor any report knows them; status is null without
-- a report.
with
    known_one as (select cast($object_id as varchar) as object_id),

    listed as (
        select evacuee.*
        from evacuee
        where
            evacuee.roster = roster_of($operation_id)
            and evacuee.valid_from <= $as_of
            and $as_of < evacuee.valid_to
            and evacuee.evacuee_id = $object_id
    ),

    standing as (
        select * from evacuation_standing($operation_id, $as_of, $known_at, null) where object_id = $object_id
    ),

    seen as (
        select * from held($operation_id, 'evacuee', 'seen', $as_of, $known_at) where subject_id = $object_id
    )

select
    known_one.object_id,
    listed.name,
    listed.phone,
    coalesce(standing.category, listed.category) as category,
    coalesce(standing.township_code, listed.township_code) as township_code,
    coalesce(standing.village_code, listed.village_code) as village_code,
    listed.lat,
    listed.lon,
    coalesce(standing.persons, listed.persons) as persons,
    standing.status,
    standing.progress,
    standing.since,
    standing.done_since,
    standing.done_count,
    standing.happened_at,
    greatest(standing.last_recorded_at, seen.known_from) as last_recorded_at,
    seen.status as seen_status,
    seen.valid_from as seen_at,
    listed.household_id,
    listed.danger_place,
    listed.linked_id,
    listed.needs,
    listed.shelter_id,
    shelter.name as shelter_name,
    listed.village_guarantor_id as officer_id,
    officer.name as officer_name,
    officer.phone as officer_phone,
    listed.township_guarantor_id as township_officer_id,
    township_officer.name as township_officer_name,
    township_officer.phone as township_officer_phone
from known_one
left join listed on known_one.object_id = listed.evacuee_id
left join standing on known_one.object_id = standing.object_id
left join seen on known_one.object_id = seen.subject_id
left join
    shelter
    on listed.shelter_id = shelter.shelter_id
    and listed.roster = shelter.roster
    and shelter.valid_from <= $as_of
    and $as_of < shelter.valid_to
left join officers($operation_id, $as_of) as officer on listed.village_guarantor_id = officer.person_id
left join
    officers($operation_id, $as_of) as township_officer
    on listed.township_guarantor_id = township_officer.person_id
where listed.evacuee_id is not null or standing.object_id is not null

-- Where are people left who should have moved, since when, and who owes the word?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons; the officer is the village guarantor named for most of them (the first by number when several
-- are), the township officer likewise.
-- One row per village and category with anybody left, the most persons first.
with
    remaining as (
        select standing.*, register.village_guarantor_id, register.township_guarantor_id
        from evacuation_standing($operation_id, $as_of, $known_at, $area_code) as standing
        left join
            evacuee_register($operation_id, $as_of) as register on standing.object_id = register.evacuee_id
        where not standing.is_moved
    ),

    grouped as (
        select
            township_code,
            village_code,
            category,
            count(*) as unit_count,
            cast(sum(persons) as bigint) as persons_left,
            cast(coalesce(sum(persons) filter (progress = 'trouble'), 0) as bigint) as persons_refused,
            cast(coalesce(sum(persons) filter (status = 'moving'), 0) as bigint) as persons_moving,
            min(since) as since,
            max(last_recorded_at) as last_recorded_at,
            mode(village_guarantor_id order by village_guarantor_id) as officer_id,
            mode(township_guarantor_id order by township_guarantor_id) as township_officer_id
        from remaining
        group by township_code, village_code, category
    )

select
    concat_ws(':', coalesce(grouped.village_code, grouped.township_code), grouped.category) as object_id,
    grouped.*,
    officer.name as officer_name,
    officer.phone as officer_phone,
    officer.deputy_name,
    officer.deputy_phone,
    township_officer.name as township_officer_name,
    township_officer.phone as township_officer_phone
from grouped
left join officers($operation_id, $as_of) as officer on grouped.officer_id = officer.person_id
left join
    officers($operation_id, $as_of) as township_officer
    on grouped.township_officer_id = township_officer.person_id
order by grouped.persons_left desc, grouped.township_code, grouped.village_code, grouped.category

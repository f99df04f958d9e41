-- Do the people counted in each shelter agree with those signed in by roster?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- Persons. headcount is the last one, null without any; signed_in_then those at the shelter by roster at the
-- minute of that headcount, which is what it may be compared with; signed_in those there now.
-- One row per shelter with a headcount or anybody signed in, the largest difference first.
with
    standing as materialized(select * from shelter_standing($operation_id, $as_of, $known_at, $area_code)),

    stays as (
        select stay.shelter_id, stay.persons, stay.valid_from, stay.valid_to
        from shelter_stays($operation_id, $as_of, $known_at) as stay
    ),

    signed as (
        select
            standing.object_id,
            sum(stays.persons) filter ($as_of < stays.valid_to) as signed_in,
            sum(stays.persons) filter (
                stays.valid_from <= standing.counted_at and standing.counted_at < stays.valid_to
            ) as signed_in_then
        from standing
        inner join stays on standing.object_id = stays.shelter_id
        group by standing.object_id
    )

select
    standing.object_id,
    standing.name,
    standing.township_code,
    standing.village_code,
    standing.status,
    standing.progress,
    standing.capacity,
    standing.counted_at,
    standing.occupants as headcount,
    cast(coalesce(signed.signed_in, 0) as bigint) as signed_in,
    cast(
        case when standing.counted_at is not null then coalesce(signed.signed_in_then, 0) end as bigint
    ) as signed_in_then,
    cast(standing.occupants - coalesce(signed.signed_in_then, 0) as bigint) as headcount_less_signed_in,
    standing.officer_id,
    officer.name as officer_name,
    officer.phone as officer_phone
from standing
left join signed on standing.object_id = signed.object_id
left join officers($operation_id, $as_of) as officer on standing.officer_id = officer.person_id
where standing.counted_at is not null or signed.signed_in > 0
order by abs(headcount_less_signed_in) desc nulls last, standing.object_id

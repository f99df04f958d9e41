-- Which village groups does the operation move, from where, to which shelter, and who owes it?
-- $operation_id; $as_of (UTC).
-- The officer is the village guarantor named for most of them, or else the township's, the shelter the one
-- assigned to most; lat and lon (WGS 84) the middle of those who have a point; needing_share of the persons
-- are listed with needs of their own.
-- One row per village (township where no village is known) and category with any move, at whatever moment.
with
    named as (
        select
            move.township_code,
            move.village_code,
            move.category,
            register.shelter_id,
            coalesce(register.village_guarantor_id, register.township_guarantor_id) as officer_id,
            register.lat,
            register.lon,
            coalesce(move.quantity, 1) as persons,
            register.needs is not null as is_needing
        from cur as move
        left join evacuee_register($operation_id, $as_of) as register on move.subject_id = register.evacuee_id
        where move.operation_id = $operation_id and move.subject = 'evacuee' and move.facet = 'move'
    ),

    grouped as (
        select
            any_value(township_code) as township_code,
            any_value(village_code) as village_code,
            category,
            mode(shelter_id order by shelter_id) as shelter_id,
            mode(officer_id order by officer_id) as officer_id,
            avg(lat) as lat,
            avg(lon) as lon,
            coalesce(sum(persons) filter (is_needing) / nullif(sum(persons), 0), 0) as needing_share
        from named
        group by coalesce(village_code, township_code), category
    )

select
    concat_ws(':', coalesce(grouped.village_code, grouped.township_code), grouped.category) as object_id,
    grouped.*,
    officer.name as officer_name,
    officer.phone as officer_phone,
    officer.deputy_name,
    officer.deputy_phone
from grouped
left join officers($operation_id, $as_of) as officer on grouped.officer_id = officer.person_id
order by object_id

-- Which village groups are listed to move, from where, to which shelter, and who owes it?
-- $operation_id; $as_of (UTC).
-- The officer is the village guarantor named for most of them, or else the township's, the shelter the one
-- assigned to most; lat and lon (WGS 84) the middle of those who have a point; needing_share of the persons
-- are listed with needs of their own.
-- One row per village (township where no village is known) and category of the list.
with
    grouped as (
        select
            any_value(township_code) as township_code,
            any_value(village_code) as village_code,
            category,
            mode(shelter_id) as shelter_id,
            mode(coalesce(village_guarantor_id, township_guarantor_id)) as officer_id,
            avg(lat) as lat,
            avg(lon) as lon,
            coalesce(sum(persons) filter (needs is not null) / nullif(sum(persons), 0), 0) as needing_share
        from evacuee
        where roster = roster_of($operation_id) and valid_from <= $as_of and $as_of < valid_to
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

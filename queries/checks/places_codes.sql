-- Which list rows lie in a township or village that the county does not have, or in a village of another one?
-- $operation_id; $as_of (UTC).
-- One row per list row and fault.
with
    checked as (
        select
            register.subject,
            register.object_id,
            register.township_code,
            register.village_code,
            case
                when register.township_code is not null and township.area_code is null
                then 'unknown_township'
                when register.village_code is not null and village.area_code is null
                then 'unknown_village'
                when village.parent_code <> register.township_code
                then 'village_elsewhere'
            end as what
        from register_at($operation_id, $as_of) as register
        left join
            area as township on register.township_code = township.area_code and township.tier = 'township'
        left join area as village on register.village_code = village.area_code and village.tier = 'village'
    )

select
    checked.subject,
    checked.object_id,
    $operation_id as operation_id,
    checked.what,
    concat_ws(' ', checked.township_code, checked.village_code) as detail
from checked
where checked.what is not null
order by checked.subject, checked.object_id

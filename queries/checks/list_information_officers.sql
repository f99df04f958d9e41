-- Which counted villages have fewer than two disaster information officers? A rule of the founding papers;
-- the role is `disaster_information` of the county's duty_roles.csv, where its source stands.
-- $operation_id; $as_of (UTC).
-- One row per village; a county without any list of persons is not asked.
with
    officers as (
        select person.village_code, count(distinct person.person_id) as officer_count
        from responsible_person as person
        where
            person.roster = roster_of($operation_id)
            and person.valid_from <= $as_of
            and $as_of < person.valid_to
            and person.role_code = 'disaster_information'
        group by person.village_code
    )

select
    'area' as subject,
    village.area_code as object_id,
    $operation_id as operation_id,
    'few_information_officers' as what,
    village.name_zh || ' ' || coalesce(officers.officer_count, 0) || '/2' as detail
from area as village
left join officers on village.area_code = officers.village_code
where
    village.tier = 'village'
    and village.is_counted
    and coalesce(officers.officer_count, 0) < 2
    and exists (select 1 from responsible_person where responsible_person.roster = roster_of($operation_id))
order by village.area_code

-- Who is on post in two villages or townships at once, by name and phone or by one number on the list?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per post held, the posts of one person together; twin is the same for them.
with
    held_posts as (
        select
            person.object_id as person_id,
            person.name,
            person.officer_phone as phone,
            person.status,
            person.since,
            person.township_code,
            person.village_code,
            person.lat,
            person.lon,
            coalesce(person.village_code, person.township_code) as place
        from duty_standing($operation_id, $as_of, $known_at, null) as person
        where person.status = 'on_post'
    ),

    twins as (
        select held_posts.*, 'phone:' || marks.person_mark as twin
        from held_posts
        inner join phone_marks($operation_id, $as_of) as marks on held_posts.person_id = marks.person_id
        where held_posts.name is not null
        union all
        select held_posts.*, 'person:' || held_posts.person_id as twin
        from held_posts
    ),

    several as (
        select twins.twin
        from twins
        group by twins.twin
        having
            greatest(count(distinct twins.village_code), count(distinct twins.township_code)) > 1
            and ($area_code is null or bool_or(in_scope(twins.township_code, twins.village_code, $area_code)))
    )

select twins.*
from twins
semi join several on twins.twin = several.twin
order by twins.twin, twins.place, twins.person_id

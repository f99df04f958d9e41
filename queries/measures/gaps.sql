-- Which posts did nobody stand on while their wind was near or there, and for how long?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county;
-- $windows: JSON list of place_code (village or township), begins_at and ends_at (ISO, UTC): when
-- its wind had to be watched.
-- A post is a danger zone, a site, a shelter or another facility; it is held while its officer or
-- the officer's deputy is on post. A post that names no officer of the list is open the whole
-- window.
-- One row per post and open stretch, the longest first; why says whether anybody was named.
with
    posts as (
        select
            register.subject,
            register.object_id as subject_id,
            register.name,
            register.township_code,
            register.village_code,
            register.officer_id,
            officer.person_id is not null as has_officer,
            officer.deputy_id
        from register_at($operation_id, $as_of) as register
        left join officers($operation_id, $as_of) as officer on register.officer_id = officer.person_id
        where
            register.subject in ('danger_zone', 'site', 'shelter', 'facility')
            and in_scope(register.township_code, register.village_code, $area_code)
    ),

    given as (
        select
            one.value ->> 'place_code' as place_code,
            cast(one.value ->> 'begins_at' as timestamptz) as begins_at,
            least(cast(one.value ->> 'ends_at' as timestamptz), $as_of) as ends_at
        from json_each($windows) as one
    ),

    watched as (
        select
            posts.*,
            coalesce(own.begins_at, town.begins_at) as begins_at,
            coalesce(own.ends_at, town.ends_at) as ends_at
        from posts
        left join given as own on posts.village_code = own.place_code
        left join given as town on posts.township_code = town.place_code
        where coalesce(own.begins_at, town.begins_at) < coalesce(own.ends_at, town.ends_at)
    ),

    pairs as (
        select distinct watched.officer_id, watched.deputy_id, watched.begins_at, watched.ends_at from watched
    ),

    on_post as (
        select told.subject_id as person_id, told.valid_from, told.valid_to
        from believed($operation_id, 'responsible_person', 'duty', $as_of, $known_at) as told
        where told.status = 'on_post'
    ),

    covered as (
        select pairs.*, on_post.valid_from as covered_from, on_post.valid_to as covered_until
        from pairs
        inner join on_post on on_post.person_id in (pairs.officer_id, pairs.deputy_id)
        where on_post.valid_from < pairs.ends_at and pairs.begins_at < on_post.valid_to
        union all
        select pairs.*, pairs.begins_at as covered_from, pairs.begins_at as covered_until
        from pairs
    ),

    edges as (
        select
            covered.*,
            max(covered.covered_until) over so_far as open_from,
            lead(covered.covered_from, 1, covered.ends_at) over in_order as open_until
        from covered
        window
            in_order as (
                partition by covered.officer_id, covered.deputy_id, covered.begins_at, covered.ends_at
                order by covered.covered_from, covered.covered_until
            ),
            so_far as (
                partition by covered.officer_id, covered.deputy_id, covered.begins_at, covered.ends_at
                order by covered.covered_from, covered.covered_until
                rows unbounded preceding
            )
    )

select
    watched.subject,
    watched.subject_id,
    watched.name,
    watched.township_code,
    watched.village_code,
    watched.officer_id,
    watched.deputy_id,
    watched.begins_at,
    watched.ends_at,
    greatest(edges.open_from, watched.begins_at) as open_from,
    least(edges.open_until, watched.ends_at) as open_until,
    epoch(least(edges.open_until, watched.ends_at) - greatest(edges.open_from, watched.begins_at))
    / 3600 as hours,
    case
        when watched.officer_id is null
        then 'not_named'
        when watched.has_officer
        then 'nobody_there'
        else 'not_listed'
    end as why
from watched
inner join
    edges
    on watched.officer_id is not distinct from edges.officer_id
    and watched.deputy_id is not distinct from edges.deputy_id
    and watched.begins_at = edges.begins_at
    and watched.ends_at = edges.ends_at
where greatest(edges.open_from, watched.begins_at) < least(edges.open_until, watched.ends_at)
order by hours desc, watched.subject, watched.subject_id, open_from

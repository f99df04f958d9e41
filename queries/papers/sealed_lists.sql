-- What do the lists hold of what a paper rests on?
-- $operation_id; $as_of (UTC).
-- One row per list, township, import and hour from which its rows hold, with how many rows and a digest over
-- what they say. A later import may end a row; a row that ended and no import ended it says something else.
with
    standing as (
        select operation.roster, operation.opened_at
        from operation
        where operation.operation_id = $operation_id
    ),

    responsible_persons as (
        select
            roster,
            township_code,
            import_id,
            valid_from,
            valid_to,
            closed_by,
            cast(
                row(
                    person_id, name, phone, role_code, post_name, tier, deputy_id, village_code, lat, lon
                ) as varchar
            ) as told
        from responsible_person
    ),

    evacuees as (
        select
            roster,
            township_code,
            import_id,
            valid_from,
            valid_to,
            closed_by,
            cast(
                row(
                    evacuee_id,
                    name,
                    phone,
                    household_id,
                    persons,
                    category,
                    shelter_id,
                    village_code,
                    lat,
                    lon
                ) as varchar
            ) as told
        from evacuee
    ),

    vessels as (
        select
            roster,
            township_code,
            import_id,
            valid_from,
            valid_to,
            closed_by,
            cast(
                row(
                    vessel_id,
                    name,
                    vessel_class,
                    length_m,
                    crew_count,
                    phone,
                    harbour_id,
                    village_code,
                    lat,
                    lon
                ) as varchar
            ) as told
        from vessel
    ),

    sites as (
        select
            roster,
            township_code,
            import_id,
            valid_from,
            valid_to,
            closed_by,
            cast(
                row(
                    site_id,
                    name,
                    manager_name,
                    phone,
                    worker_count,
                    crane_count,
                    shed_count,
                    village_code,
                    lat,
                    lon
                ) as varchar
            ) as told
        from construction_site
    ),

    shelters as (
        select
            roster,
            township_code,
            import_id,
            valid_from,
            valid_to,
            closed_by,
            cast(
                row(
                    shelter_id,
                    name,
                    tier,
                    capacity,
                    manager_name,
                    phone,
                    is_certified,
                    village_code,
                    lat,
                    lon
                ) as varchar
            ) as told
        from shelter
    ),

    listed as (
        select 'list/responsible_person' as subject, *
        from responsible_persons
        union all
        select 'list/evacuee', *
        from evacuees
        union all
        select 'list/vessel', *
        from vessels
        union all
        select 'list/site', *
        from sites
        union all
        select 'list/shelter', *
        from shelters
    ),

    digested as (
        select
            listed.subject,
            listed.township_code,
            listed.import_id,
            date_trunc('hour', listed.valid_from) as hour_at,
            listed.closed_by is null and listed.valid_to < timestamptz '9999-12-30 00:00:00+00' as is_cut_off,
            sha256(concat_ws(chr(31), is_cut_off, epoch_us(listed.valid_from), listed.told)) as said
        from listed
        inner join standing on listed.roster = standing.roster
        where
            listed.valid_from <= $as_of
            and (listed.closed_by is not null or standing.opened_at < listed.valid_to)
    )

select
    digested.subject,
    digested.township_code,
    digested.hour_at,
    count(*) as row_count,
    sha256(string_agg(digested.said, '' order by digested.said)) as digest,
    digested.import_id
from digested
group by digested.subject, digested.township_code, digested.hour_at, digested.import_id
order by
    digested.subject, digested.township_code nulls first, digested.hour_at, digested.import_id nulls first

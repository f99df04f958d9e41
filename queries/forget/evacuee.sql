-- How does the list of evacuees stand once the people of an operation are forgotten?
-- $operation_id, the $roster that it reads, the $own_roster that it gets; $salt of the pseudonyms; $done_at
-- (UTC).
-- Their points become the middle of their group where five rows or more share it, else the village's own.
-- One row per version of a row: those that somebody else needs as they are, the operation's as pseudonyms.
select *
from evacuee
where roster <> $roster or is_needed(roster, valid_from, valid_to, $operation_id, $done_at)
union all by name

select
    * exclude (member_count, middle_lat, middle_lon, seat_lat, seat_lon) replace (
        $own_roster as roster,
        forgotten_id($salt, evacuee_id) as evacuee_id,
        forgotten_name($salt, name) as name,
        forgotten_phone($salt, phone) as phone,
        forgotten_id($salt, household_id) as household_id,
        forgotten_text(danger_place) as danger_place,
        forgotten_id($salt, linked_id) as linked_id,
        forgotten_id($salt, shelter_id) as shelter_id,
        forgotten_id($salt, township_guarantor_id) as township_guarantor_id,
        forgotten_id($salt, village_guarantor_id) as village_guarantor_id,
        forgotten_text(needs) as needs,
        forgotten_id($salt, warner_id) as warner_id,
        forgotten_text(address) as address,
        forgotten_text(note) as note,
        case
            when lat is not null
            then if(member_count >= 5, middle_lat, coalesce(seat_lat, forgotten_degrees(lat)))
        end as lat,
        case
            when lon is not null
            then if(member_count >= 5, middle_lon, coalesce(seat_lon, forgotten_degrees(lon)))
        end as lon,
        forgotten_source(source) as source
    )
from
    (
        select
            evacuee.*,
            count(evacuee.lat) over in_group as member_count,
            avg(evacuee.lat) over in_group as middle_lat,
            avg(evacuee.lon) over in_group as middle_lon,
            seat.lat as seat_lat,
            seat.lon as seat_lon
        from evacuee
        left join area as seat on coalesce(evacuee.village_code, evacuee.township_code) = seat.area_code
        where evacuee.roster = $roster and was_held(evacuee.valid_from, evacuee.valid_to, $operation_id)
        window
            in_group as (partition by coalesce(evacuee.village_code, evacuee.township_code), evacuee.category)
    ) as placed

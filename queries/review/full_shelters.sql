-- Which shelters held more people than they have places between two instants?
-- $operation_id; $from_at, $until_at (UTC); $known_at (UTC): as far as it was known then; $area_code (9 or 12
-- digits) or null for the county.
-- Counted heads against the places on the list; a headcount holds until the next one.
-- One row per shelter, the fullest first, with its highest headcount in the span and when it was first
-- counted.
select
    shelter.shelter_id,
    shelter.name,
    shelter.township_code,
    shelter.village_code,
    shelter.capacity,
    max(counted.quantity) as headcount,
    max(counted.quantity) - shelter.capacity as over_by,
    arg_max(counted.valid_from, (counted.quantity, - epoch(counted.valid_from))) as counted_at
from believed($operation_id, 'shelter', 'occupancy', $until_at, $known_at) as counted
inner join
    shelter
    on counted.subject_id = shelter.shelter_id
    and shelter.roster = roster_of($operation_id)
    and shelter.valid_from <= $until_at
    and $until_at < shelter.valid_to
where
    counted.quantity > shelter.capacity
    and counted.valid_from < $until_at
    and $from_at < counted.valid_to
    and in_scope(shelter.township_code, shelter.village_code, $area_code)
group by shelter.shelter_id, shelter.name, shelter.township_code, shelter.village_code, shelter.capacity
order by over_by desc, shelter.shelter_id

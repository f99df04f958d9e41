-- Who stands on the roster and has no report in this operation: nobody has asked them to move?
-- $operation_id; $as_of, $known_at (UTC); $area_code (9 or 12 digits) or null for the county.
-- One row per category of the roster with any such person.
select evacuee.category, cast(sum(evacuee.persons) as bigint) as persons
from evacuee
anti join
    held($operation_id, 'evacuee', 'move', $as_of, $known_at) as move on evacuee.evacuee_id = move.subject_id
where
    evacuee.roster = roster_of($operation_id)
    and evacuee.valid_from <= $as_of
    and $as_of < evacuee.valid_to
    and in_scope(evacuee.township_code, evacuee.village_code, $area_code)
group by evacuee.category
order by evacuee.category

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
    and evacuee.evacuee_id not in (
        select away.kept_id
        from merged_away($known_at) as away
        inner join
            held($operation_id, 'evacuee', 'move', $as_of, $known_at) as reported
            on away.other_id = reported.subject_id
        where away.roster = roster_of($operation_id) and away.register = 'evacuee'
    )
    and in_scope(evacuee.township_code, evacuee.village_code, $area_code)
group by evacuee.category
order by evacuee.category

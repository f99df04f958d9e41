-- Who answers for an area, and is there?
-- $operation_id; $as_of, $known_at (UTC); $area_codes a list of townships or villages (9 or 12 digits).
-- One row per responsible person of one of these areas, a township's own ones where it is a township; the
-- posts in their order, twelve at most.
select person.person_id, person.name, person.role_code, duty.status
from responsible_person as person
left join
    held($operation_id, 'responsible_person', 'duty', $as_of, $known_at) as duty
    on person.person_id = duty.subject_id
where
    person.roster = roster_of($operation_id)
    and person.valid_from <= $as_of
    and $as_of < person.valid_to
    and (
        list_contains($area_codes, person.village_code)
        or person.village_code is null
        and list_contains($area_codes, person.township_code)
    )
order by person.role_code, person.person_id
limit 12

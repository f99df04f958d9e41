-- How does the list of responsible persons stand once the people of an operation are forgotten?
-- $operation_id, the $roster that it reads, the $own_roster that it gets; $salt of the pseudonyms; $done_at
-- (UTC).
-- $has_officials keeps their names, never their phones.
-- One row per version of a row: those that somebody else needs as they are, the operation's as pseudonyms.
select *
from responsible_person
where roster <> $roster or is_needed(roster, valid_from, valid_to, $operation_id, $done_at)
union all by name
select
    * replace (
        $own_roster as roster,
        forgotten_id($salt, person_id) as person_id,
        if($has_officials, name, forgotten_name($salt, name)) as name,
        forgotten_phone($salt, phone) as phone,
        forgotten_id($salt, deputy_id) as deputy_id,
        forgotten_text(grid_name) as grid_name,
        forgotten_text(note) as note,
        forgotten_degrees(lat) as lat,
        forgotten_degrees(lon) as lon,
        forgotten_source(source) as source
    )
from responsible_person
where roster = $roster and was_held(valid_from, valid_to, $operation_id)

-- How does the list of vessels stand once the people of an operation are forgotten?
-- $operation_id, the $roster that it reads, the $own_roster that it gets; $salt of the pseudonyms; $done_at
-- (UTC).
-- One row per version of a row: those that somebody else needs as they are, the operation's as pseudonyms.
select *
from vessel
where roster <> $roster or is_needed(roster, valid_from, valid_to, $operation_id, $done_at)
union all by name
select
    * replace (
        $own_roster as roster,
        forgotten_id($salt, vessel_id) as vessel_id,
        forgotten_name($salt, name) as name,
        forgotten_name($salt, owner_name) as owner_name,
        forgotten_phone($salt, phone) as phone,
        forgotten_id($salt, officer_id) as officer_id,
        forgotten_phone($salt, mmsi) as mmsi,
        forgotten_text(note) as note,
        forgotten_source(source) as source
    )
from vessel
where roster = $roster and was_held(valid_from, valid_to, $operation_id)

-- How does the list of danger zones stand once the people of an operation are forgotten?
-- $operation_id, the $roster that it reads, the $own_roster that it gets; $salt of the pseudonyms; $done_at
-- (UTC).
-- One row per version of a row: those that somebody else needs as they are, the operation's as pseudonyms.
select *
from danger_zone
where roster <> $roster or is_needed(roster, valid_from, valid_to, $operation_id, $done_at)
union all by name
select
    * replace (
        $own_roster as roster,
        forgotten_id($salt, zone_id) as zone_id,
        forgotten_id($salt, officer_id) as officer_id,
        forgotten_text(note) as note,
        forgotten_source(source) as source
    )
from danger_zone
where roster = $roster and was_held(valid_from, valid_to, $operation_id)

-- How does the list of construction sites stand once the people of an operation are forgotten?
-- $operation_id, the $roster that it reads, the $own_roster that it gets; $salt of the pseudonyms; $done_at
-- (UTC).
-- One row per version of a row: those that somebody else needs as they are, the operation's as pseudonyms.
select *
from construction_site
where roster <> $roster or is_needed(roster, valid_from, valid_to, $operation_id, $done_at)
union all by name
select
    * replace (
        $own_roster as roster,
        forgotten_id($salt, site_id) as site_id,
        forgotten_thing(name, manager_name) as name,
        forgotten_name($salt, builder_name) as builder_name,
        forgotten_name($salt, manager_name) as manager_name,
        forgotten_phone($salt, phone) as phone,
        forgotten_id($salt, officer_id) as officer_id,
        forgotten_text(note) as note,
        forgotten_source(source) as source
    )
from construction_site
where roster = $roster and was_held(valid_from, valid_to, $operation_id)

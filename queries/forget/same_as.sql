-- How do the decisions on look-alikes stand once the people of an operation are forgotten?
-- $operation_id, the $roster that it reads and the $own_roster that it gets; $is_alone says that
-- nobody else reads its lists; $offices are the accounts that stay as they are, between commas;
-- $salt of the pseudonyms.
-- One row per decision.
select *
from same_as
where roster <> $roster
union all by name
select * replace (null as reason)
from same_as
where roster = $roster and not $is_alone
union all by name
select
    * replace (
        $own_roster as roster,
        if(
            register in ('harbour', 'gauge', 'member_unit', 'village'), kept_id, forgotten_id($salt, kept_id)
        ) as kept_id,
        if(
            register in ('harbour', 'gauge', 'member_unit', 'village'),
            other_id,
            forgotten_id($salt, other_id)
        ) as other_id,
        null as reason,
        forgotten_actor($salt, $offices, decided_by) as decided_by
    )
from same_as
where roster = $roster

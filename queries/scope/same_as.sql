-- What was decided about rows that look like one, as a visitor sees it: within an area only the evacuees who
-- are both of it, for they decide how people are counted.
create or replace temp view same_as as
select * replace (shown_text(reason) as reason, shown_actor(decided_by) as decided_by)
from stormdesk.main.same_as
where own_area() is null
union all by name
select each.* replace (null as reason, null as decided_by)
from stormdesk.main.same_as as each
semi join
    stormdesk.main.evacuee as kept
    on each.kept_id = kept.evacuee_id
    and is_own(kept.township_code, kept.village_code)
semi join
    stormdesk.main.evacuee as other
    on each.other_id = other.evacuee_id
    and is_own(other.township_code, other.village_code)
where own_area() is not null and each.register = 'evacuee'
;

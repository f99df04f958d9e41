-- What was decided about rows that look like one, as a visitor sees it: pairs that are both of his area.
create or replace temp view same_as as
select * replace (shown_text(reason) as reason, shown_actor(decided_by) as decided_by)
from stormdesk.main.same_as
where own_area() is null
union all by name
select each.* replace (shown_text(reason) as reason, shown_actor(decided_by) as decided_by)
from stormdesk.main.same_as as each
where
    own_area() is not null
    and (each.register, each.kept_id) in (from own_objects())
    and (each.register, each.other_id) in (from own_objects())
;

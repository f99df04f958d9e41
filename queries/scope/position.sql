-- Where vessels were, as a visitor sees it: those of his area.
create or replace temp view position as
select *
from stormdesk.main.position
where own_area() is null
union all by name
select each.*
from stormdesk.main.position as each
semi join
    stormdesk.main.vessel as vessel
    on each.vessel_id = vessel.vessel_id
    and is_own(vessel.township_code, vessel.village_code)
where own_area() is not null
;

-- Reports that do not count as a visitor sees them: those that he sees as reports.
create or replace temp view overruled as
select *
from stormdesk.main.overruled
where own_area() is null
union all by name
select each.*
from stormdesk.main.overruled as each
semi join event on each.event_id = event.event_id
where own_area() is not null
;

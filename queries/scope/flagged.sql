-- Reports in question as a visitor sees them: those that he sees as reports.
create or replace temp view flagged as
select *
from stormdesk.main.flagged
where own_area() is null
union all by name
select each.*
from stormdesk.main.flagged as each
semi join event on each.event_id = event.event_id
where own_area() is not null
;

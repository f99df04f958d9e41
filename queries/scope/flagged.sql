-- Reports in question as a visitor sees them: those that he sees as reports.
create or replace temp view flagged as
select *
from stormdesk.main.flagged
where own_area() is null
union all by name
select each.*
from stormdesk.main.flagged as each
semi join
    stormdesk.main.event as event
    on each.event_id = event.event_id
    and is_own_report(
        event.subject, event.subject_id, event.category, event.township_code, event.village_code
    )
where own_area() is not null
;

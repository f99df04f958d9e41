-- What became of papers as a visitor sees them: those of the whole county, to whoever is held to no area.
create or replace temp view paper_step as
select * replace (shown_text(reason) as reason)
from stormdesk.main.paper_step
where own_area() is null
;

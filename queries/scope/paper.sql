-- Papers as a visitor sees them: those of the whole county, to whoever is held to no area.
create or replace temp view paper as
select *
from stormdesk.main.paper
where own_area() is null
;

-- The bytes of papers, as a visitor sees them: none; they leave by the door only.
create or replace temp view paper_file as
select *
from stormdesk.main.paper_file
where false
;

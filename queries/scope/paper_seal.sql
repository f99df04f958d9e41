-- Seals of papers, as a visitor sees them: none.
create or replace temp view paper_seal as
select *
from stormdesk.main.paper_seal
where false
;

-- Which operations came from another desk, as every visitor sees it: it names nobody.
create or replace temp view brought as
select *
from stormdesk.main.brought
;

-- Which lists were confirmed, as a visitor sees it: for his township.
create or replace temp view list_seen as
select *
from stormdesk.main.list_seen
where is_own(township_code, null)
;

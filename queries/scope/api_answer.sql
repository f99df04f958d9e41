-- What the API answered, as a visitor sees it: nothing.
create or replace temp view api_answer as
select *
from stormdesk.main.api_answer
where false
;

-- Keys of the sources, as a visitor sees them: none.
create or replace temp view source_token as
select *
from stormdesk.main.source_token
where false
;

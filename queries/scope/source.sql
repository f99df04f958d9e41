-- Sources as a visitor sees them: every one, without remarks.
create or replace temp view source as
select * replace (shown_actor(set_by) as set_by, shown_text(note) as note)
from stormdesk.main.source
;

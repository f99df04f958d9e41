-- Sources as a visitor sees them: every one, without remarks, in the order in which they were written.
create or replace temp view source as
select * replace (shown_actor(set_by) as set_by, shown_text(note) as note), rowid
from stormdesk.main.source
;

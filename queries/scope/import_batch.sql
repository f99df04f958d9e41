-- Imports as a visitor sees them: every one, without the names of the files.
create or replace temp view import_batch as
select * replace (shown_actor(imported_by) as imported_by, shown_file(source) as source)
from stormdesk.main.import_batch
;

-- Imports as a visitor sees them: none within an area, and never the names of the files.
create or replace temp view import_batch as
select * replace (shown_actor(imported_by) as imported_by, shown_file(source) as source)
from stormdesk.main.import_batch
where own_area() is null
;

-- Imports as a visitor sees them: within an area only those of storms and what was taken back, never a
-- file's name.
create or replace temp view import_batch as
select * replace (shown_actor(imported_by) as imported_by, shown_file(source) as source)
from stormdesk.main.import_batch
where own_area() is null or kind = 'storm' or undoes is not null
;

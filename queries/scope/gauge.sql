-- Gauges as a visitor sees them: every one, without the list's remarks.
create or replace temp view gauge as
select
    * replace (
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.gauge
;

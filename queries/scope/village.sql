-- What lists tell about villages, as a visitor sees it: those of his area.
create or replace temp view village as
select
    * replace (
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.village
where is_own(township_code, village_code)
;

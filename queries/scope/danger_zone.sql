-- Danger zones as a visitor sees them: those of his area.
create or replace temp view danger_zone as
select
    * replace (
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.danger_zone
where is_own(township_code, village_code)
;

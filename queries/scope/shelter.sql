-- Shelters as a visitor sees them: those of his area, their managers by surname and part of the number.
create or replace temp view shelter as
select
    * replace (
        shown_thing(name, manager_name) as name,
        shown_name(manager_name) as manager_name,
        shown_phone(phone) as phone,
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.shelter
where is_own(township_code, village_code)
;

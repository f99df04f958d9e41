-- Vessels as a visitor sees them: those of his area, their owners by surname and part of the number.
create or replace temp view vessel as
select
    * replace (
        shown_thing(name, owner_name) as name,
        shown_name(owner_name) as owner_name,
        shown_phone(phone) as phone,
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.vessel
where is_own(township_code, village_code)
;

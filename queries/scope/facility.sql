-- Objects of the other sectors as a visitor sees them: those of his area, owners by surname and part of the
-- number.
create or replace temp view facility as
select
    * replace (
        shown_thing(name, owner_name) as name,
        shown_name(owner_name) as owner_name,
        shown_phone(phone) as phone,
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.facility
where is_own(township_code, village_code)
;

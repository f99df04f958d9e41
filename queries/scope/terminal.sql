-- Terminals as a visitor sees them: those of his area, holders by surname and part of the number.
create or replace temp view terminal as
select
    * replace (
        shown_thing(name, holder_name) as name,
        shown_name(holder_name) as holder_name,
        shown_phone(phone) as phone,
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.terminal
where is_own(township_code, village_code)
;

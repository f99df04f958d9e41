-- Member units as a visitor sees them: every one, liaisons by surname and part of the number.
create or replace temp view member_unit as
select
    * replace (
        shown_name(liaison_name) as liaison_name,
        shown_phone(phone) as phone,
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.member_unit
;

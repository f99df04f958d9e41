-- Teams as a visitor sees them: those of his area, leaders by surname and part of the number.
create or replace temp view team as
select
    * replace (
        shown_thing(name, leader_name) as name,
        shown_name(leader_name) as leader_name,
        shown_phone(phone) as phone,
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.team
where is_own(township_code, village_code)
;

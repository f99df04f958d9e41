-- Evacuees as a visitor sees them: those of his area, by surname and part of the number, to a hundred metres.
create or replace temp view evacuee as
select
    * replace (
        shown_name(name) as name,
        shown_phone(phone) as phone,
        shown_text(danger_place) as danger_place,
        shown_text(needs) as needs,
        shown_place(lat) as lat,
        shown_place(lon) as lon,
        shown_file(source) as source,
        shown_text(address) as address,
        shown_text(note) as note
    )
from stormdesk.main.evacuee
where is_own(township_code, village_code)
;

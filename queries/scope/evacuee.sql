-- Evacuees as a visitor sees them: those of his area, by surname and part of the number.
create or replace temp view evacuee as
select
    * replace (
        shown_name(name) as name,
        shown_phone(phone) as phone,
        shown_text(address) as address,
        shown_text(needs) as needs
    )
from stormdesk.main.evacuee
where is_own(township_code, village_code)
;

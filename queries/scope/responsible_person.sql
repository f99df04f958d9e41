-- Who answers, as a visitor sees them: those of his area, masked; a village sees its township's own too.
create or replace temp view responsible_person as
select
    * replace (
        shown_name(name) as name,
        shown_phone(phone) as phone,
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.responsible_person
where is_own_officer(township_code, village_code)
;

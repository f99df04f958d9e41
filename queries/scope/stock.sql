-- Goods in store as a visitor sees them: those of his area.
create or replace temp view stock as
select
    * replace (
        shown_file(source) as source,
        shown_text(note) as note
    )
from stormdesk.main.stock
where is_own(township_code, village_code)
;

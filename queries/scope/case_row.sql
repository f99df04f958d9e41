-- The case library as a visitor sees it: it is everybody's, names nobody, and shows no number to call.
create or replace temp view case_row as
select
    * replace (
        masked_numbers(name_zh) as name_zh,
        masked_numbers(name_en) as name_en,
        masked_numbers(source) as source,
        shown_actor(set_by) as set_by
    )
from stormdesk.main.case_row
;

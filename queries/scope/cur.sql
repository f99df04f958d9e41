-- What is so, as a visitor sees it: of his area, and what the county decides for all.
create or replace temp view cur as
select * replace (own_category(subject, category, township_code) as category)
from stormdesk.main.cur
where is_own_report(subject, subject_id, category, township_code, village_code)
;

-- What imports sent back, as a visitor sees it: nothing, for it holds rows as they came.
create or replace temp view import_problem as
select *
from stormdesk.main.import_problem
where own_area() is null and getvariable('shows_personal')
;

-- Areas as a visitor sees them: his own, those within it and those that it lies in.
create or replace temp view area as
select *
from stormdesk.main.area
where
    own_area() is null
    or starts_with(area_code, own_area())
    or starts_with(own_area(), area_code)
;

-- What are the member units called?
-- One row per unit: the names last listed for it, whichever roster lists it.
select
    unit.unit_id,
    arg_max(unit.name, unit.valid_from) as name,
    arg_max(unit.name_en, unit.valid_from) as name_en
from member_unit as unit
group by unit.unit_id
order by unit.unit_id

-- How do the positions stand once the people of an operation are forgotten?
-- $operation_id whose people are forgotten; $salt of the pseudonyms.
-- One row per position.
select *
from position
where operation_id <> $operation_id
union all by name
select
    * replace (
        forgotten_id($salt, vessel_id) as vessel_id,
        forgotten_phone($salt, mmsi) as mmsi,
        forgotten_source(source) as source
    )
from position
where operation_id = $operation_id

-- Is everything still as it was that a what-if of an operation is reckoned from?
-- $operation_id.
-- One row; mark changes with every report, position, reading, fix and forecast that comes or goes.
select
    concat_ws(
        ':',
        (select concat_ws('.', count(*), max(event.seq)) from event where event.operation_id = $operation_id),
        (select count(*) from position where position.operation_id = $operation_id),
        (select count(*) from reading where reading.operation_id = $operation_id),
        (select concat_ws('.', count(*), bit_xor(hash(fix))) from storm_fix as fix),
        (select concat_ws('.', count(*), bit_xor(hash(forecast))) from storm_forecast as forecast)
    ) as mark

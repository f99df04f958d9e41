-- Remember that an account looked at the brief.
-- $account_id; $operation_id; $as_of, $known_at (UTC) the moment shown; $looked_at (UTC); $is_read.
-- One row per call: the look.
insert into look by name
select
    $account_id as account_id,
    $operation_id as operation_id,
    $as_of as as_of,
    $known_at as known_at,
    $looked_at as looked_at,
    $is_read as is_read

-- Add one deed to the audit.
-- $seq is its number in the chain, $prev_hash the hash of the row before, $hash its own and $key_mark tells
-- the key of both; $noted_at (UTC) is when it was done; $kind, $what, $is_done, $account_id, $role,
-- $session_id, $address, $thing, $thing_id, $area_code, $operation_id, $reason and $detail (JSON) are the
-- columns of these names.
-- One row per call: the deed.
insert into audit by name
select
    $seq::bigint as seq,
    $prev_hash as prev_hash,
    $hash as hash,
    $key_mark as key_mark,
    $noted_at as noted_at,
    $kind as kind,
    $what as what,
    $is_done as is_done,
    $account_id as account_id,
    $role as role,
    $session_id as session_id,
    $address as address,
    $thing as thing,
    $thing_id as thing_id,
    $area_code as area_code,
    $operation_id as operation_id,
    $reason as reason,
    $detail as detail
;

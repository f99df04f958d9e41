-- Set an account anew.
-- $account_id, $version, $name, $role, $area_code, $unit, $subjects (parted by commas), $person_id, $openid,
-- $is_active, $is_drill, $key_version, $set_at (UTC) and $set_by are the columns of these names.
-- One row per call: the account's new setting.
insert into account by name
select
    $account_id as account_id,
    $version as version,
    $name as name,
    $role as role,
    $area_code as area_code,
    $unit as unit,
    $subjects as subjects,
    $person_id as person_id,
    $openid as openid,
    $is_active as is_active,
    $is_drill as is_drill,
    $key_version as key_version,
    $set_at as set_at,
    $set_by as set_by
;

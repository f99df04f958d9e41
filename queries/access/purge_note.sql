-- Note a step towards forgetting an operation's people.
-- $proposal_id, $noted_at (UTC), $step, $operation_id, $account_id, $person_id, $keeps (parted by commas) and
-- $reason are the columns of these names.
-- One row per call.
insert into purge_step by name
select
    $proposal_id as proposal_id,
    $noted_at as noted_at,
    $step as step,
    $operation_id as operation_id,
    $account_id as account_id,
    $person_id as person_id,
    $keeps as keeps,
    $reason as reason

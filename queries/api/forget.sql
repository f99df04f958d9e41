-- Forget answers older than a day.
-- $machine_at (UTC), by the machine's clock.
-- One row: how many were forgotten.
delete from api_answer where api_answer.answered_at < $machine_at - interval 1 day

-- How is the server's clock set?
-- One row, or none before the first setting.
select
    clock_setting.operation_id,
    clock_setting.mode,
    clock_setting.anchored_at,
    clock_setting.shown_at,
    clock_setting.speed,
    clock_setting.is_paused,
    clock_setting.set_by
from clock_setting
order by clock_setting.seq desc
limit 1

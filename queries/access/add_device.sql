-- Pair a screen.
-- $device_id, $name, $made_at (UTC) and $made_by are the columns of these names.
-- One row per call: the screen.
insert into device by name
select $device_id as device_id, $name as name, $made_at as made_at, $made_by as made_by
;

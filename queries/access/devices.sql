-- Which screens were ever paired?
-- One row per screen.
select device_id, name, made_at, made_by, revoked_at, revoked_by
from device
order by made_at, device_id
;

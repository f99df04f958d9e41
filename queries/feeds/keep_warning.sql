-- Keep the incoming warnings.
-- `incoming` stands for the Arrow table of warnings that are not known yet.
-- One row per warning.
insert into weather_warning by name
from incoming

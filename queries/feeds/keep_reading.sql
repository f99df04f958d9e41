-- Keep the incoming readings.
-- `incoming` stands for the Arrow table of readings that are not known yet.
-- One row per reading.
insert into reading by name
from incoming

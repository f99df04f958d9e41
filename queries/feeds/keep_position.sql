-- Keep the incoming positions.
-- `incoming` stands for the Arrow table of positions that are not known yet.
-- One row per position.
insert into position by name
from incoming

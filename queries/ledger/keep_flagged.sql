-- Keep the flags that were folded from the log.
-- `folded` stands for the Arrow table of flags.
-- One row per flag.
insert into flagged
from folded

-- Keep the present state of the chains that were folded, replacing what stood there.
-- `folded` stands for the Arrow table of present states.
-- One row per chain.
insert or replace into cur
from folded

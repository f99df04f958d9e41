-- Keep what corrections overrule, as it was folded from the log.
-- `folded` stands for the Arrow table of overruled reports.
-- One row per overruled report and belief.
insert into overruled
from folded

-- Keep the spans that were folded from the log.
-- `folded` stands for the Arrow table of spans.
-- One row per span.
insert into span
from folded

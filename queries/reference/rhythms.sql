-- How often does an area owe a word at each level?
-- One row per level and tier.
select
    report_rhythm.level_code,
    report_rhythm.tier,
    report_rhythm.every_min,
    report_rhythm.source,
    report_rhythm.certainty
from report_rhythm

-- Which rows of the lists were merged into which? $roster is the set of lists, $register the table, $known_at
-- (UTC) the moment that the decisions are known at. One row per row merged away.
select merged.other_id, merged.kept_id
from merged_away($known_at) as merged
where merged.roster = $roster and merged.register = $register
;

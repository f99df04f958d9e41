-- Which versions of construction_site end, when and by which import? Those named in `incoming`; an
-- open version is told by its id and its start. One row per version closed.
update construction_site
set valid_to = incoming.valid_to, closed_by = incoming.closed_by
from incoming
where
    construction_site.roster = incoming.roster
    and construction_site.site_id = incoming.site_id
    and construction_site.valid_from = incoming.valid_from
    and construction_site.closed_by is null
;

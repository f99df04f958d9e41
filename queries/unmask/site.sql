-- What does the register hold of a site's manager, as far as the reader's scope shows it?
-- $operation_id; $as_of (UTC); $object_id of the register.
-- One row, or none when the reader's rows of the moment do not hold it.
select
    construction_site.manager_name as name,
    construction_site.phone,
    null as address,
    null as needs,
    construction_site.note,
    construction_site.township_code,
    construction_site.village_code
from construction_site
where
    construction_site.roster = roster_of($operation_id)
    and construction_site.valid_from <= $as_of
    and $as_of < construction_site.valid_to
    and construction_site.site_id = $object_id

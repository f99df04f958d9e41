-- Where in its file did the rows stand that an import sent back?
-- $import_id the import.
-- One row per place of a problem whose whole row came back.
select distinct import_problem.place
from import_problem
where import_problem.import_id = $import_id and import_problem.original_row is not null
order by import_problem.place

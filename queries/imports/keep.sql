-- Keep the row of an import.
-- `incoming` stands for the Arrow table of imports.
-- One row per import.
insert into import_batch by name
from incoming

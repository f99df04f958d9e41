-- Keep what an import sent back or flagged.
-- `incoming` stands for the Arrow table of problems.
-- One row per problem.
insert into import_problem by name
from incoming

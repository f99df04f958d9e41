-- Which columns of the data file hold personal data?
-- One row per column that its comment marks.
select columns.table_name, columns.column_name, columns.comment
from duckdb_columns() as columns
inner join duckdb_tables() as tables on columns.table_oid = tables.table_oid
where columns.schema_name = 'main' and not columns.internal and contains(columns.comment, '[personal:')
order by columns.table_name, columns.column_index

-- Which tables does this file hold, and which columns has each?
-- One row per table and column, in order.
select columns.table_name, columns.column_name, columns.data_type
from duckdb_columns() as columns
inner join duckdb_tables() as tables on columns.table_oid = tables.table_oid
where columns.schema_name = 'main' and not columns.internal
order by columns.table_name, columns.column_index

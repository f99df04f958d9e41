-- The case library as it stands: of rows with the same key the one written last, unless it was taken back.
create or replace macro case_rows() as table
    select *
    from case_row
    qualify row_number() over (partition by operation_id, part, key order by set_at desc) = 1
    and not is_gone
;

-- Whether a text names somebody of an operation's lists, or holds a number to call.
create or replace macro names_somebody(op, said) as (
    coalesce(
        masked_numbers(said) <> said
        or exists (
            select 1
            from listed_names(op) as listed
            where length(trim(listed.name)) >= 2 and contains(said, trim(listed.name))
        ),
        false
    )
)
;

-- When did a list change on which somebody has work to do before a storm?
-- $operation_id. Instants (UTC).
-- One row per instant, the earliest first; nothing on these lists changes between two of them.
with
    bounds as (
        select roster, valid_from, valid_to
        from responsible_person
        union all
        select roster, valid_from, valid_to
        from evacuee
        union all
        select roster, valid_from, valid_to
        from vessel
        union all
        select roster, valid_from, valid_to
        from construction_site
        union all
        select roster, valid_from, valid_to
        from shelter
        union all
        select roster, valid_from, valid_to
        from facility
        union all
        select roster, valid_from, valid_to
        from member_unit
    )

select valid_from as changed_at
from bounds
where roster = roster_of($operation_id)
union
select valid_to
from bounds
where roster = roster_of($operation_id)
order by changed_at

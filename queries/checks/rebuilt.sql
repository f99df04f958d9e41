-- Which rows of span, flagged, overruled and cur differ from what the log folds to?
-- `rebuilt_span`, `rebuilt_flagged`, `rebuilt_overruled` and `rebuilt_cur` stand for Arrow tables folded anew
-- from the whole log.
-- One row per row that is kept wrongly or is missing; empty is good.
with
    differing as (
        select 'span' as kept_in, 'surplus' as fault, *
        from
            (
                select *
                from span
                except all
                select *
                from rebuilt_span
            )
        union all by name
        select 'span' as kept_in, 'missing' as fault, *
        from
            (
                select *
                from rebuilt_span
                except all
                select *
                from span
            )
        union all by name
        select 'flagged' as kept_in, 'surplus' as fault, *
        from
            (
                select *
                from flagged
                except all
                select *
                from rebuilt_flagged
            )
        union all by name
        select 'flagged' as kept_in, 'missing' as fault, *
        from
            (
                select *
                from rebuilt_flagged
                except all
                select *
                from flagged
            )
        union all by name
        select 'overruled' as kept_in, 'surplus' as fault, *
        from
            (
                select *
                from overruled
                except all
                select *
                from rebuilt_overruled
            )
        union all by name
        select 'overruled' as kept_in, 'missing' as fault, *
        from
            (
                select *
                from rebuilt_overruled
                except all
                select *
                from overruled
            )
        union all by name
        select 'cur' as kept_in, 'surplus' as fault, *
        from
            (
                select *
                from cur
                except all
                select *
                from rebuilt_cur
            )
        union all by name
        select 'cur' as kept_in, 'missing' as fault, *
        from
            (
                select *
                from rebuilt_cur
                except all
                select *
                from cur
            )
    )

select
    differing.kept_in,
    differing.fault,
    differing.operation_id,
    differing.subject,
    differing.subject_id,
    differing.facet,
    differing.event_id,
    differing.status,
    differing.known_from
from differing

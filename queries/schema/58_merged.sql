-- Rows of the lists that a person merged into others, by the last decision on each pair known at the moment.
create or replace macro merged_away(known_at) as table
    select decided.roster, decided.register, decided.other_id, decided.kept_id
    from
        (
            select
                same_as.roster,
                same_as.register,
                same_as.other_id,
                same_as.kept_id,
                arg_max(same_as.decision, (same_as.decided_at, same_as.recorded_at)) as decision
            from same_as
            where same_as.decided_at <= known_at
            group by same_as.roster, same_as.register, same_as.other_id, same_as.kept_id
        ) as decided
    where decided.decision = 'merged'
;

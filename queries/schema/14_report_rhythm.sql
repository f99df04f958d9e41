-- How often an area owes a word at each response level.
create table if not exists report_rhythm (
    level_code varchar not null,
    tier varchar not null,
    every_min integer not null,
    source varchar not null,
    certainty varchar not null
)
;
comment on table report_rhythm is 'How often an area owes a word at each response level'
;
comment on column report_rhythm.level_code is 'Response level: sea, 4, 3, 2 or 1'
;
comment on column report_rhythm.tier is 'township or village'
;
comment on column report_rhythm.every_min is 'Longest silence allowed, minutes'
;
comment on column report_rhythm.source is 'Where the number comes from'
;
comment on column report_rhythm.certainty is 'official, or default and not official'
;

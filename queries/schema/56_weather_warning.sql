-- Public warnings as they were issued, updated and lifted.
create table if not exists weather_warning (
    operation_id varchar not null,
    warning_id varchar not null,
    issued_at timestamptz not null,
    recorded_at timestamptz not null,
    action varchar not null,
    kind varchar not null,
    colour varchar,
    issuer varchar not null,
    title varchar not null,
    text varchar,
    advice varchar,
    area_names varchar,
    area_codes varchar,
    outline varchar,
    effective_at timestamptz,
    expires_at timestamptz,
    supersedes varchar,
    is_exercise boolean not null,
    source varchar not null,
    import_id varchar
)
;
comment on table weather_warning is 'Public warnings as they were issued, updated and lifted'
;
comment on column weather_warning.operation_id is 'The run of a response'
;
comment on column weather_warning.warning_id is 'Identifier by the issuer'
;
comment on column weather_warning.issued_at is 'When it was issued'
;
comment on column weather_warning.recorded_at is 'When we learned it'
;
comment on column weather_warning.action is 'issue, update or lift'
;
comment on column weather_warning.kind is 'Hazard: typhoon, rainstorm, sea, gale … or the issuers own code'
;
comment on column weather_warning.colour is 'blue, yellow, orange or red; empty when it has none'
;
comment on column weather_warning.issuer is 'Who issued it'
;
comment on column weather_warning.title is 'Headline'
;
comment on column weather_warning.text is 'What it says'
;
comment on column weather_warning.advice is 'What it asks people to do'
;
comment on column weather_warning.area_names is 'Areas in its own words'
;
comment on column weather_warning.area_codes is 'Area codes, separated by commas'
;
comment on column weather_warning.outline is 'Outline as GeoJSON text, WGS 84'
;
comment on column weather_warning.effective_at is 'From when it holds'
;
comment on column weather_warning.expires_at is 'Until when it holds'
;
comment on column weather_warning.supersedes is 'Warnings that it replaces, separated by commas'
;
comment on column weather_warning.is_exercise is 'Whether it is a test or an exercise'
;
comment on column weather_warning.source is 'Who brought it'
;
comment on column weather_warning.import_id is 'Import that brought it'
;

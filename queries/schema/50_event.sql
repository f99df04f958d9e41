-- Append-only log: every report, check-in, move and decision, with its two instants.
create table if not exists event (
    seq bigint not null,
    event_id varchar primary key,
    operation_id varchar not null,
    subject varchar not null,
    subject_id varchar not null,
    facet varchar not null,
    status varchar not null,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    source varchar not null,
    actor varchar not null,
    account varchar,
    township_code varchar,
    village_code varchar,
    category varchar,
    quantity integer,
    lat double,
    lon double,
    payload varchar,
    corrects varchar,
    import_id varchar
)
;
alter table event add column if not exists corrects varchar
;
alter table event add column if not exists import_id varchar
;
comment on table event is 'Append-only log: every report, check-in, move and decision, with its two instants'
;
comment on column event.seq is 'Order of arrival in this file'
;
comment on column event.event_id is 'Made by the sender; the same id sent twice changes nothing'
;
comment on column event.operation_id is 'The run of a response that it belongs to'
;
comment on column event.subject is 'What it is about'
;
comment on column event.subject_id is 'Which one, by its identifier on the register [personal: id]'
;
comment on column event.facet is 'Which fact about it'
;
comment on column event.status is 'What became so'
;
comment on column event.happened_at is 'When it was so'
;
comment on column event.recorded_at is 'When we learned it'
;
comment on column event.source is 'Form, list, feed or scenario that brought it [personal: file]'
;
comment on column event.actor is 'Who reported or decided [personal: actor]'
;
comment on column event.account is 'A reported by the township, B ticked on the roster, C seen independently'
;
comment on column event.township_code is 'Township, 9 digits'
;
comment on column event.village_code is 'Village or community, 12 digits'
;
comment on column event.category is 'Category of the subject: evacuation cause, vessel class, sector, level, colour; the townships of an order of several'
;
comment on column event.quantity is 'People (evacuees, crews, workers, occupants) that the report speaks of'
;
comment on column event.lat is 'Latitude of the report, degrees WGS 84 [personal: place]'
;
comment on column event.lon is 'Longitude of the report, degrees WGS 84 [personal: place]'
;
comment on column event.payload is 'Further facts as a JSON object: place, basis, measures, text [personal: payload]'
;
comment on column event.corrects is 'Event that this one corrects or withdraws'
;
comment on column event.import_id is 'Import that brought it'
;

-- Where do these objects belong, by the last version of their rows on the operation's lists?
-- $operation_id; $subject responsible_person, evacuee, vessel, site …; $object_ids a list of identifiers.
-- One row per object that is or was on a list; its township and village.
select
    register.object_id,
    arg_max_null(register.township_code, register.valid_from) as township_code,
    arg_max_null(register.village_code, register.valid_from) as village_code
from register_rows($operation_id) as register
where register.subject = $subject and register.object_id in (select unnest($object_ids))
group by register.object_id

"""Closed vocabularies of the ledger, in the field's standard English."""

from enum import StrEnum

from stormdesk.errors import N_ as N_  # noqa: PLC0414


class Subject(StrEnum):
    """What an event is about."""

    RESPONSIBLE_PERSON = "responsible_person"
    EVACUEE = "evacuee"
    VESSEL = "vessel"
    SITE = "site"
    SHELTER = "shelter"
    FACILITY = "facility"
    UNIT = "unit"
    ACTION = "action"
    AFTER_ACTION = "after_action"
    RESPONSE = "response"
    WARNING = "warning"
    DIRECTIVE = "directive"
    ORDER = "order"
    AREA = "area"
    TALLY = "tally"
    DAMAGE = "damage"
    LOG = "log"


class Account(StrEnum):
    """Whose word a report is: the township's, the roster's, or an independent eye's."""

    REPORTED = "A"
    TICKED = "B"
    SEEN = "C"


class Progress(StrEnum):
    """What a status means for the work: nothing yet, under way, done, or in trouble."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    TROUBLE = "trouble"
    OVER = "over"
    FACT = "fact"

"""Who and what a phoned-in line means: its words read against the registers and the names of statuses."""

from collections.abc import Sequence
from dataclasses import dataclass

from stormdesk.domain.directory import Directory, Entry
from stormdesk.domain.next_step import Fact, StatusNames, named_statuses
from stormdesk.domain.phrase import Fault, Phrase, Unclear
from stormdesk.domain.vocabulary import Subject

_RANK = (
    Subject.RESPONSIBLE_PERSON,
    Subject.VESSEL,
    Subject.SHELTER,
    Subject.SITE,
    Subject.FACILITY,
    Subject.UNIT,
    Subject.AREA,
    Subject.TALLY,
    Subject.DAMAGE,
    Subject.EVACUEE,
)
# What begins so says how something stands, and is nobody's name.
_STATES = ("已", "未", "没", "正在", "不")


@dataclass(frozen=True, slots=True)
class Heard:
    """The subjects that a line may mean, those most asked for first, and what it says of them."""

    entries: tuple[Entry, ...]
    status_word: str
    said_by: str
    phrase: Phrase

    def facts(self, entry: Entry, names: StatusNames) -> list[Fact]:
        """The statuses that the line names for one subject; none when it leaves them to the usual step."""
        return named_statuses(self.status_word, entry.subject, names) if self.status_word else []


def hear(phrase: Phrase, directory: Directory, names: StatusNames) -> Heard | Unclear:
    """Find the subjects of a line; later words are a status, a place or name that fits, or who said it."""
    found: Sequence[Entry] = directory.find(phrase.words[0])
    if not found:
        return Unclear(Fault.NOBODY, phrase.words[0])
    status_word, speakers = "", []
    for word in phrase.words[1:]:
        can = {subject for subject in {e.subject for e in found} if named_statuses(word, subject, names)}
        if can and not status_word:
            status_word = word
            found = [e for e in found if e.subject in can]
        elif narrowed := directory.narrow(found, word):
            found = narrowed
        else:
            speakers.append(word)
    for word in speakers:
        if phrase.said_by or word.startswith(_STATES):
            return Unclear(Fault.NO_WORD, word)
    entries = tuple(sorted(_meant(found, phrase, status_word), key=_order))
    return Heard(entries, status_word, phrase.said_by or " ".join(speakers), phrase)


def _meant(found: Sequence[Entry], phrase: Phrase, status_word: str) -> Sequence[Entry]:
    """A township's tally is meant when people are told, the township itself when not; a loss only by name."""
    if status_word:
        return found
    unmeant = {Subject.DAMAGE, Subject.TALLY if phrase.people is None else Subject.AREA}
    meant = [entry for entry in found if entry.subject not in unmeant]
    return meant or found


def _order(entry: Entry) -> tuple[int, str, str, str]:
    rank = _RANK.index(Subject(entry.subject)) if entry.subject in _RANK else len(_RANK)
    return (rank, entry.township_code or "", entry.name, entry.object_id)

"""Shelters, harbours and the like that the rows of another list name: found, or made from what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz import fuzz, process

from stormdesk.ingest.lists.description import Link
from stormdesk.ingest.lists.identity import SEPARATOR, by_name, new_id, plain_key
from stormdesk.ingest.lists.model import ListProblem
from stormdesk.ingest.lists.registers import Register
from stormdesk.ingest.lists.typed import Typed
from stormdesk.ingest.lists.words import ListReason

NEAR_ENOUGH: Final = 70.0
THING_KEY: Final = ("name", "township_code")
Value = object
Rows = dict[str, dict[str, dict[str, Value]]]


@dataclass(slots=True)
class Things:
    """What rows refer to through one link: ids, rows made, empty cells filled, and what is to be told."""

    ids: list[Value] = field(default_factory=list)
    made: Rows = field(default_factory=dict)
    filled: Rows = field(default_factory=dict)
    problems: list[ListProblem] = field(default_factory=list)


def find_things(link: Link, typed: Typed, registers: Mapping[str, Register]) -> Things:
    """Find what each row names; make what nobody knows where the link allows it."""
    finder = _Finder(link, typed, [_Names(registers[name]) for name in link.registers])
    finder.things.ids = [finder.find(at) for at in range(len(typed))]
    finder.things.problems = finder.problems()
    return finder.things


class _Finder:
    """Finds each name once for its township, and tells once what it could not find."""

    def __init__(self, link: Link, typed: Typed, known: Sequence["_Names"]) -> None:
        self._link = link
        self._typed = typed
        self._known = known
        self._names = typed.column(link.name)
        self._townships = typed.column("township_code")
        self._villages = typed.column("village_code")
        self._said = {column: typed.column(key) for column, key in link.says.items()}
        self._memo: dict[tuple[Value, Value], tuple[str | None, ListReason | None]] = {}
        self._told: dict[tuple[Value, ...], list[int]] = {}
        self._values: dict[tuple[str, str], Value] = {}
        self.things = Things()

    def find(self, at: int) -> str | None:
        """The id of what a row names."""
        name, township = self._names[at], self._townships[at]
        if name is None:
            return None
        if (name, township) not in self._memo:
            self._memo[name, township] = self._looked_up(at)
        found, reason = self._memo[name, township]
        if reason and not self._link.is_quiet:
            self._tell(at, self._link.name, str(name), reason, township)
        if found:
            self._listen(at, found)
        return found

    def _looked_up(self, at: int) -> tuple[str | None, ListReason | None]:
        name, township = str(self._names[at]), self._townships[at]
        for names in self._known:
            held = names.find(name, township)
            if len(held) == 1:
                return held[0], None
            if held:
                return None, ListReason.LINK_TWICE
        if self._link.is_made:
            return self._make(at), ListReason.LINK_MADE
        return None, ListReason.LINK_UNKNOWN

    def _make(self, at: int) -> str:
        link, township = self._link, self._townships[at]
        text = SEPARATOR.join((plain_key(self._names[at]), plain_key(township or "")))
        register = link.registers[0]
        made_id = new_id(link.prefix, register, THING_KEY, text)
        self.things.made.setdefault(register, {})[made_id] = {
            "name": self._names[at],
            "tier": link.tier,
            "township_code": township,
            "village_code": self._villages[at],
        }
        return made_id

    def _listen(self, at: int, found: str) -> None:
        """Note what a row says of a thing: a new row takes it, a known one only into empty cells."""
        register = self._link.registers[0]
        new = self.things.made.get(register, {}).get(found)
        if new and new["village_code"] != self._villages[at]:
            new["village_code"] = None
        for column, said in self._said.items():
            value = said[at]
            if value is None:
                continue
            if (found, column) not in self._values:
                self._values[found, column] = self._heard(found, column, value, new)
            known = self._values[found, column]
            if known is None or known == value:
                continue
            if plain_key(known) != plain_key(value):
                words = f"{_word(value)} ≠ {_word(known)}"
                self._tell(at, self._link.says[column], words, ListReason.LINK_SAYS, found)

    def _heard(self, found: str, column: str, value: Value, new: dict[str, Value] | None) -> Value:
        if new is not None:
            new[column] = value
            return value
        names = self._known[0]
        if not names.holds(found):
            return None
        known = names.value(found, column)
        if known is None and self._link.is_made:
            self.things.filled.setdefault(names.register, {}).setdefault(found, {})[column] = value
            return value
        return known

    def _tell(self, at: int, key: str, value: str, reason: ListReason, of: Value) -> None:
        self._told.setdefault((self._typed.sheets[at], key, value, reason, of), []).append(at)

    def problems(self) -> list[ListProblem]:
        """What is to be told, once for each name of a sheet, with all its rows."""
        return [
            self._problem(str(key), str(value), ListReason(str(reason)), rows)
            for (_, key, value, reason, _), rows in self._told.items()
        ]

    def _problem(self, key: str, value: str, reason: ListReason, rows: list[int]) -> ListProblem:
        first = self._typed.problem(rows[0], key, value, reason)
        also = tuple(self._typed.rows[at] for at in rows[1:])
        return replace(first, also=also, suggestion=self._suggested(rows[0], reason))

    def _suggested(self, at: int, reason: ListReason) -> str | None:
        name = str(self._names[at])
        if reason is ListReason.LINK_MADE:
            return self._known[0].nearest(name, self._townships[at], self._villages[at])
        return self._known[0].nearest(name) if reason is ListReason.LINK_UNKNOWN else None


def _word(value: Value) -> str:
    return {True: "有", False: "无"}[value] if isinstance(value, bool) else str(value)


class _Names:
    """The things of one register by name, those of the same township first."""

    def __init__(self, register: Register) -> None:
        rows = register.findable(["name", "township_code", "village_code"])
        self._register = register
        ids = [register.merged.get(row_id, row_id) for row_id in rows[register.id_column]]
        self._ids = by_name(ids, rows["name"], register=register.name)
        self._township = dict(zip(ids, rows["township_code"], strict=True))
        self._villages = rows.get("village_code") or [None] * len(ids)
        self._names = [(name, self._township[at]) for name, at in zip(rows["name"], ids, strict=True)]
        self._near: dict[tuple[Value, ...], str | None] = {}

    @property
    def register(self) -> str:
        """The name of the register."""
        return self._register.name

    def holds(self, row_id: str) -> bool:
        """Whether a row of this id holds now."""
        return row_id in self._register.position

    def value(self, row_id: str, column: str) -> Value:
        """What the register says in a column of a row."""
        return self._register.present[column][self._register.position[row_id]].as_py()

    def find(self, name: str, township: Value) -> list[str]:
        """Ids of this name; several only when the township does not tell them apart."""
        texts = by_name([""], [name], register=self._register.name)
        held = sorted(set(self._ids.get(next(iter(texts)), [])))
        here = [row_id for row_id in held if self._township[row_id] == township]
        return here or held

    def nearest(self, name: str, township: Value = None, village: Value = None) -> str | None:
        """The name of the register that is nearly this one, of the village or township where one is given."""
        key = (name, township, village)
        if key not in self._near:
            best = process.extractOne(
                name, self._around(township, village), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH
            )
            self._near[key] = str(best[0]) if best else None
        return self._near[key]

    def _around(self, township: Value, village: Value) -> list[str]:
        spots = zip(self._names, self._villages, strict=True)
        return list(
            dict.fromkeys(
                str(name)
                for (name, where), here in spots
                if name is not None
                and (township is None or where == township)
                and (village is None or here in {None, village})
            )
        )

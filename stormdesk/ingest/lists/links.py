"""Persons, shelters, harbours and the like that the rows of another list name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stormdesk.ingest.lists.description import Link, ListDescription
from stormdesk.ingest.lists.identity import new_id, plain_key
from stormdesk.ingest.lists.links_things import find_things
from stormdesk.ingest.lists.model import ListProblem
from stormdesk.ingest.lists.registers import Register
from stormdesk.ingest.lists.typed import Typed
from stormdesk.ingest.lists.words import ListReason

PERSONS: Final = "responsible_person"
PERSON_KEY: Final = ("name", "phone", "role_code", "township_code", "village_code")
Named = tuple[object, ...]


@dataclass(slots=True)
class Links:
    """What the rows refer to: ids by register column, what is made on the way, and what was not found.

    `made` has new rows and `filled` values for empty cells of known rows, by register and id.
    """

    columns: dict[str, list[object]] = field(default_factory=dict)
    made: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)
    filled: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)
    problems: list[ListProblem] = field(default_factory=list)


def resolve(described: ListDescription, typed: Typed, registers: Mapping[str, Register]) -> Links:
    """Find or make what each link of the list names."""
    links = Links()
    for link in described.links:
        if link.name not in typed.present:
            continue
        if PERSONS in link.registers:
            _persons(link, typed, registers[PERSONS], links)
        else:
            found = find_things(link, typed, registers)
            links.columns[link.column] = found.ids
            links.made |= found.made
            links.filled |= found.filled
            links.problems += found.problems
    return links


class _People:
    """The persons of the roster by name, with what tells namesakes apart."""

    def __init__(self, register: Register) -> None:
        rows = register.findable([*PERSON_KEY])
        self._merged = register.merged
        self._by_name: dict[str, list[tuple[str, object, object, object, object]]] = {}
        for row_id, name, *rest in zip(
            rows["person_id"], *(rows[column] for column in PERSON_KEY), strict=True
        ):
            if name is not None:
                phone, role, township, village = rest
                self._by_name.setdefault(plain_key(name), []).append((row_id, phone, role, township, village))

    def find(self, link: Link, name: object, phone: object, areas: tuple[object, object]) -> str | None:
        """The person of this name and phone; without a phone the only one of this name in the place."""
        known = self._by_name.get(plain_key(name), [])
        if phone is not None:
            held = [person for person in known if person[1] == phone]
        else:
            held = [person for person in known if person[4] == areas[1] or person[3] == areas[0]]
            held = held if len({person[0] for person in held}) == 1 else []
        if not held:
            return None
        held.sort(key=lambda person: (person[2] != link.role_code, person[4] != areas[1], person[0]))
        found = held[0][0]
        return str(self._merged.get(found, found))


def _persons(link: Link, typed: Typed, register: Register, links: Links) -> None:
    people = _People(register)
    names, phones = typed.column(link.name), typed.column(link.phone or "")
    posts = typed.column(link.post or "")
    townships = typed.column("township_code")
    villages = typed.column("village_code") if link.tier != "township" else [None] * len(typed)
    memo: dict[Named, str | None] = {}
    ids: list[object] = []
    for at, named in enumerate(zip(names, phones, townships, villages, strict=True)):
        name, phone, township, village = named
        if name is None:
            ids.append(None)
            if phone is not None:
                links.problems.append(
                    typed.problem(at, link.phone or "", str(phone), ListReason.LINK_NO_PERSON)
                )
            continue
        if named not in memo:
            memo[named] = people.find(link, name, phone, (township, village))
            if memo[named] is None and link.is_made:
                memo[named] = _make(link, (*named, posts[at]), links)
        ids.append(memo[named])
    links.columns[link.column] = ids


def _make(link: Link, said: Named, links: Links) -> str:
    name, phone, township, village, post = said
    row = {
        "name": name,
        "phone": phone,
        "role_code": link.role_code,
        "township_code": township,
        "village_code": village,
    }
    text = "\x1f".join(plain_key("" if value is None else value) for value in row.values())
    person_id = new_id("P", PERSONS, PERSON_KEY, text)
    people = links.made.setdefault(PERSONS, {})
    people.setdefault(person_id, row | {"post_name": post, "tier": link.tier})
    return person_id

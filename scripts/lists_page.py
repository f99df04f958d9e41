"""Write docs/lists.md from the descriptions in data/lists, or check that it is up to date.

python scripts/lists_page.py           writes the page
python scripts/lists_page.py --check   exits with 1 when the page is stale
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from stormdesk.ingest.lists.catalogue import load_lists
from stormdesk.ingest.lists.description import ListDescription, ListField, Scope

PROJECT = Path(__file__).resolve().parent.parent
LISTS = PROJECT / "data" / "lists"
PAGE = PROJECT / "docs" / "lists.md"
SCOPES = {
    Scope.COUNTY: "the whole register",
    Scope.TOWNSHIP: "the townships that it names",
    Scope.VILLAGE: "the villages that it names",
    Scope.SECTOR: "the sectors of the townships that it names",
    Scope.TIER: "its tier",
}

HEAD = """# Lists

Made by `scripts/lists_page.py` from `data/lists/`; edit those files, not this page. The importer, the
templates and this page all come from them. A county lays files with the same `code` into the folder `lists`
of its own county folder: synonyms and words are added, other values replace ours, new fields are added.

What holds for every list:

- A row comes back when a required cell is empty or cannot be read. A bad cell of another field is reported
  and unknown; the row goes in.
- A suggestion is never applied unless a person accepts it. Nearly the same name is a suggestion.
- A blank cell and a missing column erase nothing. Only "blank erases" lets blank cells of a column that the
  file has make a value unknown; links to persons and shelters stay even then.
- Rows that a list no longer names end only when it is declared complete, and only within what it covers.
  Rows that came back are not gone.
- A row is found again by its own number, else by the keys below in their order; later keys only when just
  one row has them. A number of up to four digits is a serial number and no identity, except for gauges.
- The same object twice in one file: an identical row is skipped, a contradicting one comes back.
- Points may be WGS 84, CGCS2000, GCJ-02 or BD-09, decimal or in degrees and minutes, as chosen for the
  import. Swapped, halved or outside the county's map: unknown and reported. In the sea, on land far from the
  shore (vessels), or outside the township that the row names: kept as written and reported.
- Persons named inside another list are found by name and phone, or made with the role given. A shelter that
  a transfer list names and nobody knows is made with its manager, phone and certificate, capacity unknown,
  and told once; a known one takes what it lacks. Harbours that the register does not know are reported and
  unknown: bring their list first, then send this one again. Marked 个人 (personal) fields are masked on
  screens without the right to see them.
"""


def page() -> str:
    """The page as the descriptions make it."""
    parts = [HEAD]
    parts += ["\n".join(_section(described)) for described in load_lists(LISTS).values()]
    return "\n".join(parts)


def _section(described: ListDescription) -> Iterator[str]:
    identity = described.identity
    keys = "; ".join(" + ".join(key) for key in identity.keys)
    yield f"## {described.name_zh} · {described.name_en}\n"
    yield f"`{described.code}` → table `{described.register}`. Known by: {keys}."
    yield f"Complete means: {SCOPES[described.scope]}. Source: {described.source}.\n"
    yield "| 列 | field | goes to | read as | 必填 | 个人 | also called |"
    yield "|---|---|---|---|---|---|---|"
    yield from (_row(field, described) for field in described.fields)
    links = [f"{link.column} ({', '.join(link.registers)}, by {link.name})" for link in described.links]
    yield f"\nLinks: {'; '.join(links)}.\n" if links else ""


def _goes_to(field: ListField, described: ListDescription) -> str:
    """The column of the register, or the row of another register that a link finds or makes."""
    held = [field.column] if field.column else []
    for link in described.links:
        told = {link.name: "name", link.phone: "phone", link.post: "post_name"}
        told |= {key: column for column, key in link.says.items()}
        if field.key in told:
            held.append(f"{link.registers[0]}.{told[field.key]} (by {link.column})")
    own = {"township": "township_code", "village": "village_code", "role": "role_code"}
    return ", ".join(held) or own.get(field.type.value, described.id_column)


def _row(field: ListField, described: ListDescription) -> str:
    read = field.type.value + (f", {field.unit}" if field.unit else "")
    if field.vocabulary or field.words:
        read += f": {field.vocabulary or ', '.join(field.words)}"
    marks = ("✓" if field.required else "", "✓" if field.is_personal else "")
    also = "、".join(field.synonyms).replace("|", "/")
    goes_to = _goes_to(field, described)
    return f"| {field.title_zh} | {field.title_en} | {goes_to} | {read} | {marks[0]} | {marks[1]} | {also} |"


def main() -> int:
    """Write the page, or say whether it is stale."""
    made = page().rstrip("\n") + "\n"
    if "--check" not in sys.argv:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == made:
        return 0
    print("docs/lists.md is stale: run scripts/lists_page.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())

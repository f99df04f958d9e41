"""Write the tables of docs/rules.md and docs/methods/levels.md from the catalogue and the notices.

python scripts/rule_pages.py           writes the tables between their marks
python scripts/rule_pages.py --check   exits with 1 when a page is stale
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from stormdesk.cli_rules import fact_cells, notice_cells
from stormdesk.domain.rules.facts import FACTS
from stormdesk.ingest.county import load_county
from stormdesk.ingest.notices import by_held_tracks, held_tracks, judged, load_notices
from stormdesk.ui.text import catalogue

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
FACT_HEAD = ("fact", "what", "about", "units", "parameters", "how it is found", "unknown when")
NOTICE_HEAD = (
    "when",
    "who",
    "storm",
    "km from Yuhuan (published)",
    "line",
    "declared",
    "suggested from the notice's own words",
    "lag, hours",
    "by the tracks that we hold, signals left out",
    "why they differ",
)


def english(text: str) -> str:
    """A text in English."""
    return catalogue("en").get(text, text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def facts_table() -> str:
    """Every fact with its units and parameters."""
    rows = [fact_cells(fact, "en", english) for fact in FACTS.values()]
    return table(FACT_HEAD, [(f"`{row[0]}`", *row[1:]) for row in rows])


def notices_table() -> str:
    """The public notices held against the default rules."""
    county = load_county(DATA / "county" / "yuhuan", DATA / "reference")
    rule_set = county.rules.named("default")
    if rule_set is None:
        raise SystemExit("data/rules/default has an error: stormdesk rules check data/rules/default")
    found = held_tracks(DATA / "tracks")
    rows = [
        notice_cells(one, by_held_tracks(one.notice, found, county, rule_set), "en", english)
        for one in judged(load_notices(DATA / "rules"), county, rule_set)
    ]
    return table(NOTICE_HEAD, rows)


PAGES = {
    PROJECT / "docs" / "rules.md": ("facts", facts_table),
    PROJECT / "docs" / "methods" / "levels.md": ("notices", notices_table),
}


def filled(text: str, mark: str, content: str) -> str:
    """The page with the part between its marks replaced."""
    marks = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    return marks.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", text)


def main() -> int:
    """Write the pages, or tell whether one is stale."""
    stale = []
    for path, (mark, make) in PAGES.items():
        text = path.read_text(encoding="utf-8")
        fresh = filled(text, mark, make())
        if fresh != text:
            stale.append(path.name)
        if "--check" not in sys.argv:
            path.write_text(fresh, encoding="utf-8")
    print(*stale, sep="\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())

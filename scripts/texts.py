"""List what the English catalogue lacks: texts without English, and English without a text.

python scripts/texts.py            exits with 1 when anything is missing or wrong
python scripts/texts.py --stubs    also prints the missing entries as a catalogue to fill
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parent.parent
CATALOGUES = PROJECT / "stormdesk" / "locale" / "en"
KEYWORDS = {"_": None, "N_": None}
MARKUP = re.compile(r"""\b(?:_|N_)\(\s*(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)\s*\)""")
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# Proper names that an English reader must find on a Chinese screen, and the switch to Chinese.
QUOTED_HAN = frozenset({"示意,非法定界线"})


@dataclass(frozen=True, slots=True)
class Use:
    """One text in the sources."""

    text: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation in a catalogue."""

    text: str
    english: str
    file: str
    is_fuzzy: bool


def sources() -> Iterator[Path]:
    """Every file that may hold a text for the screen."""
    yield PROJECT / "dashboard.py"
    for folder in ("stormdesk", "pages"):
        for suffix in ("*.py", "*.html", "*.svg"):
            yield from sorted((PROJECT / folder).rglob(suffix))


def used_texts() -> list[Use]:
    """Every text that is marked for translation, with its place."""
    return [use for path in sources() for use in _texts_of(path)]


def _texts_of(path: Path) -> Iterator[Use]:
    name = path.relative_to(PROJECT).as_posix()
    if path.suffix == ".py":
        with path.open("rb") as lines:
            for line, text, _, _ in extract("python", lines, keywords=KEYWORDS):
                said = text if isinstance(text, str) else text[0]
                if said:
                    yield Use(said, name, line)
        return
    markup = path.read_text(encoding="utf-8")
    for found in MARKUP.finditer(markup):
        yield Use(found["text"], name, markup.count("\n", 0, found.start()) + 1)


def entries() -> list[Entry]:
    """Every translation of every catalogue."""
    found = []
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as lines:
            found += [
                Entry(str(message.id), str(message.string), path.name, message.fuzzy)
                for message in read_po(lines, abort_invalid=True)
                if message.id
            ]
    return found


def complaints() -> list[str]:
    """Everything that is missing, left over, or at odds, one sentence each."""
    uses, known = used_texts(), entries()
    translated = {entry.text for entry in known if entry.english and not entry.is_fuzzy}
    needed = {use.text for use in uses}
    found = [
        f"{use.path}:{use.line}: no English for {use.text!r}" for use in uses if use.text not in translated
    ]
    found += [f"{entry.file}: nobody uses {entry.text!r}" for entry in known if entry.text not in needed]
    for entry in known:
        found += [f"{entry.file}: {fault}: {entry.text!r}" for fault in faults(entry)]
    return found + _disagreements(known)


def faults(entry: Entry) -> Iterator[str]:
    """What is wrong with one translation."""
    if sorted(PLACEHOLDER.findall(entry.text)) != sorted(PLACEHOLDER.findall(entry.english)):
        yield "placeholders differ"
    english = entry.english
    for name in QUOTED_HAN:
        english = english.replace(name, "")
    if HAN.search(english):
        yield "Chinese in the English text"


def _disagreements(known: list[Entry]) -> list[str]:
    """Texts that two catalogues translate differently: which one shows would be chance."""
    first: dict[str, Entry] = {}
    found = []
    for entry in known:
        other = first.setdefault(entry.text, entry)
        if other.english != entry.english:
            found.append(f"{entry.file} and {other.file}: two translations of {entry.text!r}")
    return found


def main() -> int:
    """Print the complaints."""
    found = complaints()
    for line in found:
        print(line)
    if "--stubs" in sys.argv:
        translated = {entry.text for entry in entries()}
        for text in dict.fromkeys(use.text for use in used_texts() if use.text not in translated):
            quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            print(f'\nmsgid "{quoted}"\nmsgstr ""')
    print(f"{len(used_texts())} texts, {len(entries())} translations, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

from pathlib import Path

import rule_pages


def test_the_tables_of_facts_and_notices_are_fresh() -> None:
    for path, (mark, make) in rule_pages.PAGES.items():
        text = Path(path).read_text(encoding="utf-8")
        assert f"<!-- {mark} -->" in text
        assert rule_pages.filled(text, mark, make()) == text, f"python scripts/rule_pages.py ({path.name})"

import pytest

from tests.pages.response.response_page import LEVEL, SIGNAL, Report, facts


@pytest.fixture
def storm(report: Report) -> None:
    report(LEVEL, "in_force", "typhoon", h=10, category="4", actor="市防指", payload=facts(is_synthetic=True))
    report(
        LEVEL,
        "adjusted",
        "typhoon",
        h=40,
        category="2",
        actor="市防指",
        payload=facts(clause="第七条", basis_en="Basis A"),
    )
    report(SIGNAL, "issued", "typhoon", h=30, category="yellow", actor="气象台")

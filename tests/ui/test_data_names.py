"""Names of files on their way back, and sizes as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.ui.data.originals import LONGEST_NAME, file_name
from stormdesk.ui.data.words import size_words


@given(st.text())
def test_a_name_never_leaves_its_folder_nor_hides_its_ending(name: str) -> None:
    made = file_name(name)
    assert 0 < len(made) <= LONGEST_NAME
    assert not set(made) & set('/\\:"<>|\x00\n\u202e')
    assert made not in {".", ".."}
    made.encode("utf-8")


@pytest.mark.parametrize(
    ("size", "said"), [(None, "?"), (0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2.5e12, "2,500 GB")]
)
def test_a_size_is_read_at_a_glance(size: float | None, said: str) -> None:
    assert size_words(size) == said

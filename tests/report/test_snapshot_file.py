"""A snapshot's sums cover all that a browser reads of it, and every byte."""

import pytest

from stormdesk.report.snapshot_file import ZEROS, check, seal, walked

TOKEN = "f" * 64
PAGE = (
    f'<html data-checksum="{TOKEN}" data-file="{ZEROS}"><style>a{{}}</style>'
    '<p class="x" id=\'y\'>甲 &lt;乙&gt;\n  <br>丙</p><svg viewBox="0 0 9 9"><path d="M1 2"/></svg>'
    f"<script>say('</p>')</script><code>{TOKEN}</code></html>"
)


def test_elements_attributes_by_name_and_texts_are_written_down() -> None:
    assert walked('<p id="y" class=x>甲 &lt;乙&gt;\n <!-- z --> <br>丙</p>') == (
        "<p\nclass=x\nid=y\n甲 <乙><br\n丙</p"
    )


def test_a_sealed_file_is_sound_and_one_without_sums_is_not() -> None:
    checked = check(seal(PAGE, TOKEN))
    assert checked.is_sound
    assert checked.told == checked.found
    assert check(b"<html><p>x</p></html>").told is None
    assert not check(b"<html><p>x</p></html>").is_sound


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("丙", "丁"), ("M1 2", "M1 3"), ("a{}", "b{}"), ("say", "Say"), ("</html>", "</html><p>9</p>")],
)
def test_a_changed_word_place_style_script_or_tail_shows_in_the_browsers_sum(was: str, becomes: str) -> None:
    checked = check(seal(PAGE, TOKEN).decode().replace(was, becomes, 1).encode())
    assert checked.told != checked.found


def test_not_one_byte_can_be_altered() -> None:
    sealed = seal(PAGE, TOKEN)
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        assert not check(bytes(altered)).is_sound, place

"""A snapshot's checksum covers what a reader sees, and nothing that he does not."""

from stormdesk.report.snapshot_file import check, checksum, seen_text

PAGE = (
    '<html data-checksum="{told}"><style>a{{}}</style>'
    '<div id="sd-seen"><p>甲 &lt;乙&gt;\n  <br>丙</p></div><p>末</p></html>'
)


def test_what_is_seen_is_the_text_inside_with_blanks_as_one() -> None:
    assert seen_text(PAGE) == "甲 <乙> 丙"


def test_a_changed_word_shows_and_a_changed_frame_does_not() -> None:
    sealed = PAGE.format(told=checksum(PAGE))
    assert check(sealed.encode()).is_sound
    assert check(sealed.replace("末", "尾").encode()).is_sound
    assert not check(sealed.replace("丙", "丁").encode()).is_sound
    assert check(PAGE.encode()).told is None

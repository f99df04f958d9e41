"""Names of places as the wall has room for them."""

from stormdesk.domain.county import County
from stormdesk.ui.text import language


def full_name(county: County, code: str | None) -> str:
    """The name of a county, township or village; the code itself when it is not the county's."""
    try:
        return county.name_of(code or county.profile.code, language())
    except KeyError:
        return code or ""


def short_name(county: County, code: str, spoken: str | None = None) -> str:
    """A township's name without what kind of township it is."""
    try:
        township = county.township(code)
    except KeyError:
        return code
    if (spoken or language()) == "en":
        return township.name_en.rsplit(" ", 1)[0]
    return township.short_name_zh

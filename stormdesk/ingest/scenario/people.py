"""Made-up names and phones, and places near villages inside their own township."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from stormdesk.domain.county import County
from stormdesk.domain.geo import made_ready
from stormdesk.ingest.scenario.curve import Numbers, Objects, texts
from stormdesk.ingest.scenario.roster_rows import Names

KM_PER_DEGREE = 111.2
DRAWS = 12
PHONE_DIGITS = 6


class Namer:
    """Gives out names and phones; a phone is never given out twice."""

    def __init__(self, names: Names, rng: np.random.Generator) -> None:
        self._names = names
        self._rng = rng
        self._phones = rng.permutation(10**PHONE_DIGITS)
        self._given_out = 0

    def people(self, count: int) -> Objects:
        """Give `count` Chinese names of two or three characters."""
        family = self._rng.choice(self._names.surnames, count)
        first = self._rng.choice(self._names.given, count)
        second = np.where(self._rng.random(count) < 0.8, self._rng.choice(self._names.given, count), "")
        return texts([str(a) + str(b) + str(c) for a, b, c in zip(family, first, second, strict=True)])

    def phones(self, count: int) -> Objects:
        """Give `count` phones of a range that is obviously made up."""
        taken = self._phones[self._given_out : self._given_out + count]
        self._given_out += count
        return texts([f"{self._names.phone_prefix}{number:0{PHONE_DIGITS}d}" for number in taken.tolist()])

    def pick(self, words: Sequence[str], count: int) -> Objects:
        """Draw `count` of the words."""
        return texts(self._rng.choice(words, count).tolist())


class Gazetteer:
    """Villages of the county and places near them."""

    def __init__(self, county: County, rng: np.random.Generator) -> None:
        self._county = county
        self._rng = rng
        placed = [village for village in county.counted_villages if village.lat is not None]
        self._spot = {village.code: (village.lat or 0.0, village.lon or 0.0) for village in placed}
        self._villages = {
            township.code: texts([v.code for v in placed if v.township_code == township.code])
            for township in county.counted_townships
        }
        for shape in county.shapes.townships.values():
            made_ready(shape)

    @property
    def township_codes(self) -> list[str]:
        """The counted townships."""
        return list(self._villages)

    def villages(self, township_code: str) -> Objects:
        """The counted villages of a township."""
        return self._villages[township_code]

    def draw_villages(self, township_code: str, count: int) -> Objects:
        """Draw villages of a township, each about as often as the next."""
        villages = self._villages[township_code]
        turns = -(-count // len(villages))
        return np.concatenate([self._rng.permutation(villages) for _ in range(turns)])[:count]

    def near(self, village_codes: Objects, within_km: float) -> tuple[Numbers, Numbers]:
        """Draw a place near each village and inside its township: latitudes, longitudes."""
        homes = np.array([self._spot[code] for code in village_codes.tolist()]).reshape(-1, 2)
        township = np.array([code[:9] for code in village_codes.tolist()])
        spread = within_km / KM_PER_DEGREE / 2
        lat, lon = homes[:, 0].copy(), homes[:, 1].copy()
        open_ = np.ones(len(homes), dtype=bool)
        for _ in range(DRAWS):
            try_lat = (homes[:, 0] + self._rng.normal(0, spread, len(homes))).round(5)
            try_lon = (homes[:, 1] + self._rng.normal(0, spread * 1.13, len(homes))).round(5)
            inside = self._inside(township, try_lat, try_lon) & open_
            lat[inside], lon[inside] = try_lat[inside], try_lon[inside]
            open_ &= ~inside
            if not open_.any():
                break
        return lat, lon

    def _inside(self, township: Objects, lat: Numbers, lon: Numbers) -> npt.NDArray[np.bool_]:
        inside = np.zeros(len(lat), dtype=bool)
        for code in np.unique(township):
            here = township == code
            inside[here] = shapely.contains_xy(self._county.shapes.townships[str(code)], lon[here], lat[here])
        return inside

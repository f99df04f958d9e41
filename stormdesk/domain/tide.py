"""The astronomical tide at a gauge, from its harmonic constituents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]

J2000: Final = datetime(2000, 1, 1, 12, tzinfo=UTC)
DAYS_PER_CENTURY: Final = 36525.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Constituent:
    """One harmonic: amplitude, and phase lag behind its equilibrium argument at Greenwich, in degrees."""

    name: str
    amplitude_m: float
    phase_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HighWater:
    """One turn of the tide from rising to falling."""

    at: datetime
    level_m: float


@dataclass(frozen=True, slots=True)
class _Argument:
    """Multiples of T (the mean sun's hour angle), s, h, p and p1, an offset, and its nodal factors."""

    sun: int
    s: int
    h: int
    p: int
    p1: int = 0
    offset_deg: float = 0.0
    nodal: str = ""


# Astronomical arguments of Schureman (1958); the offsets are his, in degrees.
ARGUMENTS: Final[dict[str, _Argument]] = {
    "SA": _Argument(0, 0, 1, 0),
    "SSA": _Argument(0, 0, 2, 0),
    "MM": _Argument(0, 1, 0, -1, nodal="MM"),
    "MSF": _Argument(0, 2, -2, 0, nodal="-M2"),
    "MF": _Argument(0, 2, 0, 0, nodal="MF"),
    "MTM": _Argument(0, 3, 0, -1, nodal="MF"),
    "MSQM": _Argument(0, 4, -2, 0, nodal="MF"),
    "2Q1": _Argument(1, -4, 1, 2, offset_deg=90, nodal="O1"),
    "SGM": _Argument(1, -4, 3, 0, offset_deg=90, nodal="O1"),
    "Q1": _Argument(1, -3, 1, 1, offset_deg=90, nodal="O1"),
    "RHO1": _Argument(1, -3, 3, -1, offset_deg=90, nodal="O1"),
    "O1": _Argument(1, -2, 1, 0, offset_deg=90, nodal="O1"),
    "M1": _Argument(1, -1, 1, 1, offset_deg=-90, nodal="M1"),
    "P1": _Argument(1, 0, -1, 0, offset_deg=90),
    "S1": _Argument(1, 0, 0, 0),
    "K1": _Argument(1, 0, 1, 0, offset_deg=-90, nodal="K1"),
    "J1": _Argument(1, 1, 1, -1, offset_deg=-90, nodal="J1"),
    "OO1": _Argument(1, 2, 1, 0, offset_deg=-90, nodal="OO1"),
    "EP2": _Argument(2, -5, 4, 1, nodal="M2"),
    "3N2": _Argument(2, -5, 2, 3, nodal="M2"),
    "2N2": _Argument(2, -4, 2, 2, nodal="M2"),
    "MU2": _Argument(2, -4, 4, 0, nodal="M2"),
    "N2": _Argument(2, -3, 2, 1, nodal="M2"),
    "NU2": _Argument(2, -3, 4, -1, nodal="M2"),
    "MA2": _Argument(2, -2, 1, 0, nodal="M2"),
    "M2": _Argument(2, -2, 2, 0, nodal="M2"),
    "MB2": _Argument(2, -2, 3, 0, nodal="M2"),
    "MKS2": _Argument(2, -2, 4, 0, nodal="M2 K2"),
    "LAMBDA2": _Argument(2, -1, 0, 1, offset_deg=180, nodal="M2"),
    "L2": _Argument(2, -1, 2, -1, offset_deg=180, nodal="L2"),
    "T2": _Argument(2, 0, -1, 0, p1=1),
    "S2": _Argument(2, 0, 0, 0),
    "R2": _Argument(2, 0, 1, 0, p1=-1, offset_deg=180),
    "K2": _Argument(2, 0, 2, 0, nodal="K2"),
    "2SM2": _Argument(2, 2, -2, 0, nodal="-M2"),
    "M3": _Argument(3, -3, 3, 0, offset_deg=180, nodal="M3"),
    "T3": _Argument(3, 0, -1, 0),
    "S3": _Argument(3, 0, 0, 0),
    "R3": _Argument(3, 0, 1, 0),
    "N4": _Argument(4, -6, 4, 2, nodal="M2 M2"),
    "MN4": _Argument(4, -5, 4, 1, nodal="M2 M2"),
    "M4": _Argument(4, -4, 4, 0, nodal="M2 M2"),
    "MS4": _Argument(4, -2, 2, 0, nodal="M2"),
    "S4": _Argument(4, 0, 0, 0),
    "2MO5": _Argument(5, -6, 5, 0, offset_deg=90, nodal="M2 M2 O1"),
    "2MK5": _Argument(5, -4, 5, 0, offset_deg=-90, nodal="M2 M2 K1"),
    "M6": _Argument(6, -6, 6, 0, nodal="M2 M2 M2"),
    "2MS6": _Argument(6, -4, 4, 0, nodal="M2 M2"),
    "M8": _Argument(8, -8, 8, 0, nodal="M2 M2 M2 M2"),
}


@dataclass(frozen=True, slots=True)
class _Sky:
    """Mean longitudes at the moments asked for, in degrees."""

    sun: Degrees
    s: Degrees
    h: Degrees
    p: Degrees
    node: Degrees
    p1: Degrees


def _sky(times_utc: Sequence[datetime]) -> _Sky:
    days = np.array([(t - J2000).total_seconds() / 86_400 for t in times_utc], dtype=np.float64)
    century = days / DAYS_PER_CENTURY
    return _Sky(
        sun=np.mod(360.0 * days, 360.0),
        s=218.3164477 + 481267.88123421 * century - 0.0015786 * century**2,
        h=280.46646 + 36000.76983 * century + 0.0003032 * century**2,
        p=83.3532465 + 4069.0137287 * century - 0.01032 * century**2,
        node=125.04452 - 1934.136261 * century + 0.0020708 * century**2,
        p1=282.93735 + 1.71946 * century + 0.00046 * century**2,
    )


def _polar(real: Degrees, imaginary: Degrees) -> tuple[Degrees, Degrees]:
    return np.hypot(real, imaginary), np.degrees(np.arctan2(imaginary, real))


def _nodal_families(sky: _Sky) -> dict[str, tuple[Degrees, Degrees]]:
    """Return amplitude factor and phase shift per family (Schureman 1958; Doodson and Warburg 1941)."""
    n, p = np.radians(sky.node), np.radians(sky.p)
    m2 = (1.0004 - 0.0373 * np.cos(n) + 0.0002 * np.cos(2 * n), -2.14 * np.sin(n))
    l2_real = 1 - 0.2505 * np.cos(2 * p) - 0.1102 * np.cos(2 * p - n) - 0.0156 * np.cos(2 * p - 2 * n)
    l2_imaginary = -0.2505 * np.sin(2 * p) - 0.1102 * np.sin(2 * p - n) - 0.0156 * np.sin(2 * p - 2 * n)
    return {
        "M2": m2,
        "-M2": (m2[0], -m2[1]),
        "M3": (m2[0] ** 1.5, 1.5 * m2[1]),
        "MM": (1 - 0.130 * np.cos(n), np.zeros_like(n)),
        "MF": (1.043 + 0.414 * np.cos(n), -23.7 * np.sin(n) + 2.7 * np.sin(2 * n) - 0.4 * np.sin(3 * n)),
        "O1": (
            1.009 + 0.187 * np.cos(n) - 0.015 * np.cos(2 * n),
            10.8 * np.sin(n) - 1.3 * np.sin(2 * n) + 0.2 * np.sin(3 * n),
        ),
        "K1": (
            1.006 + 0.115 * np.cos(n) - 0.009 * np.cos(2 * n),
            -8.9 * np.sin(n) + 0.7 * np.sin(2 * n),
        ),
        "J1": (1.013 + 0.168 * np.cos(n) - 0.017 * np.cos(2 * n), -12.9 * np.sin(n) + 1.3 * np.sin(2 * n)),
        "OO1": (1.102 + 0.650 * np.cos(n) + 0.032 * np.cos(2 * n), -36.7 * np.sin(n) + 4.0 * np.sin(2 * n)),
        "K2": (1.024 + 0.286 * np.cos(n) + 0.008 * np.cos(2 * n), -17.7 * np.sin(n) + 0.7 * np.sin(2 * n)),
        "M1": _polar(2 * np.cos(p) + 0.4 * np.cos(p - n), np.sin(p) + 0.2 * np.sin(p - n)),
        "L2": _polar(l2_real - 0.037 * np.cos(n), l2_imaginary - 0.037 * np.sin(n)),
    }


def predict(constituents: Sequence[Constituent], times_utc: Sequence[datetime]) -> Degrees:
    """Return the astronomical tide in metres above mean sea level, unsupported constituents left out."""
    sky = _sky(times_utc)
    families = _nodal_families(sky)
    level_m = np.zeros(len(times_utc))
    for constituent in constituents:
        argument = ARGUMENTS.get(constituent.name)
        if argument is None:
            continue
        factor, shift = np.ones(len(times_utc)), np.zeros(len(times_utc))
        for name in argument.nodal.split():
            factor, shift = factor * families[name][0], shift + families[name][1]
        angle = _equilibrium(argument, sky) + shift - constituent.phase_deg
        level_m += constituent.amplitude_m * factor * np.cos(np.radians(angle))
    return level_m


def _equilibrium(argument: _Argument, sky: _Sky) -> Degrees:
    return (
        argument.sun * sky.sun
        + argument.s * sky.s
        + argument.h * sky.h
        + argument.p * sky.p
        + argument.p1 * sky.p1
        + argument.offset_deg
    )


def unsupported(constituents: Sequence[Constituent]) -> tuple[str, ...]:
    """Return the names of constituents that the prediction leaves out."""
    return tuple(c.name for c in constituents if c.name not in ARGUMENTS)


def high_waters(
    constituents: Sequence[Constituent], start: datetime, end: datetime, *, step_min: int = 10
) -> tuple[HighWater, ...]:
    """Return each high water between two instants, to the minute, by a parabola through three samples."""
    step = timedelta(minutes=step_min)
    count = int((end - start) / step) + 1
    if count < 1:
        return ()
    times = [start + step * i for i in range(-1, count + 1)]
    levels = predict(constituents, times)
    found = (_peak(times[i], step, levels[i - 1 : i + 2]) for i in range(1, len(times) - 1))
    return tuple(high for high in found if high is not None and start <= high.at <= end)


def _peak(at: datetime, step: timedelta, levels_m: Degrees) -> HighWater | None:
    before, here, after = (float(level) for level in levels_m)
    if not before < here >= after:
        return None
    bend = before - 2 * here + after
    shift = 0.5 * (before - after) / bend
    minutes = round(shift * step / timedelta(minutes=1))
    return HighWater(at=at + timedelta(minutes=minutes), level_m=here - 0.25 * (before - after) * shift)

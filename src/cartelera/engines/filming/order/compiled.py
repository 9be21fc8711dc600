"""Arithmetic compiled to machine code, the first time it is called."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
T = TypeVar("T")


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    """Return the function in machine code, kept between runs where that can be."""
    made: Any
    try:
        made = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # installed where nothing may be written
        made = njit(nogil=True)(function)
    return made  # type: ignore[no-any-return]

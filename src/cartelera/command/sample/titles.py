"""All released titles of the sample, in the order a house keeps them: parents first."""

from cartelera.command.sample.catalogue import Sample
from cartelera.command.sample.films import FILMS
from cartelera.command.sample.series import SERIES

SAMPLES: tuple[Sample, ...] = (*FILMS, *SERIES)

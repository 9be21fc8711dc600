"""What an editor adds to the titles announced: one sentence of each, in both languages."""

from dataclasses import replace

from cartelera.apps.accounts.models import User
from cartelera.apps.slate.actions import record_title
from cartelera.apps.slate.queries import record_of, title_by_key

LOGLINES: dict[str, dict[str, str]] = {
    "las-muertas": {
        "es": "Las hermanas Baladro hicieron de su casa un negocio y del negocio, una tumba.",
        "en": "The Baladro sisters made their house a business, and the business a grave.",
    },
    "gringo-hunters": {
        "es": "Hay quien cruza a México para perderse; esta unidad vive de encontrarlo.",
        "en": "Some cross into Mexico to be lost; this unit makes its living finding them.",
    },
    "nadie-nos-vio-partir": {
        "es": "Le quitaron a sus hijos en un día; tardará lo que haga falta en traerlos.",
        "en": "Her children were taken in a day; she will need years to bring them home.",
    },
    "the-biggest-fan": {
        "es": "A una actriz la adoran por fin sin medida, y no sabe cómo hacer que paren.",
        "en": "An actress is adored without measure at last, and cannot make it stop.",
    },
    "principes-salvajes": {
        "es": "Nacieron con todas las puertas abiertas y quieren saber cuáles no se cierran.",
        "en": "Born with every door open, they set out to learn which ones never close.",
    },
}


def write(by: User | None) -> None:
    """Write the loglines of the titles announced; safe to run twice."""
    for key, lines in LOGLINES.items():
        title = title_by_key(key)
        record = record_of(title, private=True)
        texts = (replace(text, logline=lines[text.language]) for text in record.texts)
        record_title(replace(record, texts=tuple(texts)), by)

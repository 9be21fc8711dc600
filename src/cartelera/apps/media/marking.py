"""Other chapters and stretches to skip, for a film that is encoded already."""

import json
from collections.abc import Iterable
from dataclasses import replace

from cartelera.adapters.packages import Shelf
from cartelera.adapters.store import Store
from cartelera.apps.media.tally import Progress
from cartelera.engines.media.agreement import mark_faults
from cartelera.engines.media.manifests import dash_manifest_marked, hls_master_marked
from cartelera.engines.media.marks import (
    CHAPTER_LIST,
    CHAPTER_TRACK,
    Mark,
    chapter_files,
    fitted_marks,
)
from cartelera.engines.media.package import (
    FACTS,
    MANIFEST,
    MASTER_PLAYLIST,
    Facts,
    dash_faults,
    hls_faults,
    read_facts,
)
from cartelera.engines.media.steps import Step
from cartelera.vocabulary.errors import ProgramError


def with_marks(
    store: Store, package_hash: str, marks: Iterable[Mark], progress: Progress
) -> tuple[str, Facts]:
    """Publish a package anew with other marks, and return its hash and what it is.

    The old one stays as it is; nothing is encoded, and the new one is of the same files but
    for those that say its marks. Whatever `progress` raises stops it.
    Raises InputError for a package of an older form, ProgramError if it is gone or damaged.
    """
    shelf = Shelf(store.root / "packages", store.depot)

    def old(name: str) -> str:
        file = f"{package_hash}/{name}"
        size = shelf.size_of(file)
        if size is None:
            raise ProgramError(f"package {package_hash} has no {name} in {store.where}")
        return shelf.part_of(file, 0, size).decode()

    facts = read_facts(json.loads(old(FACTS)))
    facts = replace(facts, marks=fitted_marks(marks, facts.seconds))
    master = hls_master_marked(old(MASTER_PLAYLIST), facts)
    manifest = dash_manifest_marked(old(MANIFEST), facts)
    files = chapter_files(facts.marks)
    faults = hls_faults(facts, master) + dash_faults(facts, manifest)
    faults += mark_faults(facts, manifest, files)
    if faults:
        raise ProgramError("with these marks it does not count right: " + "; ".join(faults[:3]))
    texts: dict[str, str | None] = {CHAPTER_TRACK: None, CHAPTER_LIST: None}
    texts |= {FACTS: facts.text(), MASTER_PLAYLIST: master, MANIFEST: manifest} | files
    made = store.publish_anew(
        package_hash, texts, lambda done: progress(done, Step.PACKAGE.value)
    )
    return made, facts

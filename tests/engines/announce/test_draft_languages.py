"""Languages of a draft are tags of the house, and their proof outlives a correction."""

from cartelera.engines.announce.draft import draft_of, still_said
from tests.engines.announce.readings import reading

TEXT = """Support for one film

The Film Fund is announcing funding for one feature film.

Salt (drama)
Director: Ana Ruiz
Languages: Japanese and Spanish
"""


def test_the_languages_of_a_row_become_tags() -> None:
    (production,) = reading(TEXT).productions
    draft = draft_of(production, "en", TEXT, "salt")
    assert draft.record.languages == ("ja", "es")
    kept = [proof.value for proof in still_said(draft.record, draft.proofs)]
    assert {"Japanese", "Spanish"} <= {*kept}

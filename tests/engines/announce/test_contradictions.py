"""What two announcements say of one title is compared, and both are kept."""

from pytest import mark

from cartelera.engines.announce.contradictions import contradictions
from cartelera.vocabulary.record import Proof

DAYS = {"first": "2024-02", "second": "2024-09"}


def proof(field: str, value: str, announcement: str = "first") -> Proof:
    return Proof(field, value, announcement, value, 0, len(value))


def test_two_counts_of_episodes_are_both_kept_with_their_days() -> None:
    (found,) = contradictions(
        [proof("episodes_planned", "8", "second"), proof("episodes_planned", "6")], DAYS
    )
    assert found.field == "episodes_planned"
    assert [(day, said.value) for day, said in found.said] == [
        ("2024-02", "6"),
        ("2024-09", "8"),
    ]


@mark.parametrize(
    "proofs",
    [
        [proof("kind", "series"), proof("kind", "series", "second")],
        [proof("filming_date", "2024"), proof("filming_date", "2024-05", "second")],
        [proof("original_name", "Marea Baja"), proof("original_name", "marea baja", "second")],
        [proof("credits.cast", "Ana Ruiz"), proof("credits.cast", "Luis Paz", "second")],
        [proof("episodes_planned", "6"), proof("episodes_planned", "8")],
        [],
    ],
    ids=["the same", "a coarser date", "capitals", "many may act", "one text", "nothing"],
)
def test_what_agrees_or_may_stand_side_by_side_is_no_contradiction(proofs: list[Proof]) -> None:
    assert contradictions(proofs, DAYS) == ()


def test_two_months_contradict_each_other() -> None:
    proofs = [proof("release_date", "2024-05"), proof("release_date", "2024-06", "second")]
    assert [c.field for c in contradictions(proofs, DAYS)] == ["release_date"]

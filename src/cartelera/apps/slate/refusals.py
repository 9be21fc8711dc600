"""Refusals of the slate that a door may want to answer, not only to show."""

from cartelera.vocabulary.errors import InputError


class SecondTitle(InputError):
    """A new title has the name of one that is on the slate already."""

    def __init__(self, name: str, rival: str) -> None:
        self.name, self.rival = name, rival  # `rival` is the key of the title that is there
        super().__init__(
            f"“{name}” is on the slate already, as {rival}; "
            "change that title, or say that this is another one"
        )


class ChangedMeanwhile(InputError):
    """Someone else changed a title while it was being edited."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"{key} was changed by someone else meanwhile; look again, then save")

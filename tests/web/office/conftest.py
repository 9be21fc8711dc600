"""Someone at the office's desk."""

import pytest

from cartelera.apps.accounts.actions import add_user
from cartelera.vocabulary.staff import StaffRole


@pytest.fixture
def office(client, administrator):
    """Return the client of an administrator."""
    client.force_login(administrator)
    return client


@pytest.fixture
def desk_of(client, db):
    """Return the client of someone who holds a role."""

    def sit(role: StaffRole):
        client.force_login(add_user("desk@example.org", "a long pass phrase", (role,)))
        return client

    return sit

import pytest

from cartelera.adapters.addresses import address_of, asker, trusted
from cartelera.vocabulary.errors import ProgramError


@pytest.mark.parametrize(
    ("peer", "forwarded", "asks"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.9", "203.0.113.7"),
        ("10.0.0.2", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.2", "192.0.2.1, 198.51.100.9", "198.51.100.9"),
        ("10.0.0.2", "198.51.100.9, 10.0.0.3", "198.51.100.9"),
        ("::ffff:10.0.0.2", "2001:db8::1", "2001:db8::1"),
    ],
    ids=[
        "no proxy", "a stranger who claims to be one", "our proxy", "what the asker claimed",
        "two proxies of ours", "mapped and long",
    ],
)  # fmt: skip
def test_only_our_own_proxies_are_heard_and_only_what_they_wrote(peer, forwarded, asks):
    assert asker(peer, forwarded, ["10.0.0.0/8"]) == address_of(asks)


def test_what_is_no_address_is_nobodys():
    assert address_of("nobody") is None
    assert not trusted(None, ["10.0.0.0/8"])
    assert asker("10.0.0.1", "nonsense", ["10.0.0.0/8"]) is None


def test_a_proxy_that_is_no_address_is_told_to_the_operator():
    with pytest.raises(ProgramError, match="CARTELERA_PROXIES"):
        trusted(address_of("10.0.0.1"), ["proxy.example"])

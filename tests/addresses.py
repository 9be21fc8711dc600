"""A file of territories in MaxMind's format, made by hand: networks of IPv4 to countries."""

from ipaddress import ip_network
from pathlib import Path


def _said(value) -> bytes:
    """Return a value as the format's data section writes it."""
    if isinstance(value, dict):
        inside = b"".join(_said(key) + _said(part) for key, part in value.items())
        return bytes([7 << 5 | len(value)]) + inside
    if isinstance(value, list):
        return bytes([len(value), 4]) + b"".join(map(_said, value))
    if isinstance(value, tuple):  # (type, number)
        kind, number = value
        held = number.to_bytes({5: 2, 6: 4, 9: 8}[kind], "big")
        head = bytes([kind << 5 | len(held)]) if kind < 8 else bytes([len(held), kind - 7])
        return head + held
    text = value.encode()
    return bytes([2 << 5 | len(text)]) + text


def write_territories(file: Path, networks: dict[str, str]) -> None:
    """Write a file that gives each network its country."""
    tree: list[list] = [[None, None]]
    data, places = b"", {}
    for country in networks.values():
        if country not in places:
            places[country] = len(data)
            data += _said({"country": {"iso_code": country}})
    for network, country in networks.items():
        known = ip_network(network)
        bits = f"{int(known.network_address):032b}"[: known.prefixlen]
        node = 0
        for bit in bits[:-1]:
            if tree[node][int(bit)] is None:
                tree.append([None, None])
                tree[node][int(bit)] = len(tree) - 1
            node = tree[node][int(bit)]
        tree[node][int(bits[-1])] = ("data", places[country])
    count = len(tree)

    def pointer(record) -> bytes:
        if record is None:
            return count.to_bytes(3, "big")
        if isinstance(record, tuple):
            return (count + 16 + record[1]).to_bytes(3, "big")
        return record.to_bytes(3, "big")

    nodes = b"".join(pointer(record) for node in tree for record in node)
    short, whole, long = 5, 6, 9  # types of numbers
    about = {
        "binary_format_major_version": (short, 2),
        "binary_format_minor_version": (short, 0),
        "build_epoch": (long, 1),
        "database_type": "Test",
        "description": {"en": "Test"},
        "ip_version": (short, 4),
        "languages": ["en"],
        "node_count": (whole, count),
        "record_size": (short, 24),
    }
    file.write_bytes(nodes + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + _said(about))

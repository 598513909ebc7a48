#!/usr/bin/env python3
"""Reads the standard items of meters with the client of PyPI dlt645 3.2.0 and prints them as JSON, one line a meter.

The meters are single-phase ones: the checks take phase A for the whole.

usage: read_simulator.py HOST PORT ADDRESS...     (ADDRESS: twelve digits as printed on the meter)

Exit code 0 when every item was read and can be true, 1 when not.
"""
import json
import logging
import re
import sys

from dlt645 import MeterClientService

ITEMS = {
    "energy": ("read_00", 0x00000000),
    "voltage": ("read_02", 0x02010100),
    "current": ("read_02", 0x02020100),
    "power": ("read_02", 0x02030000),
    "powerFactor": ("read_02", 0x02060000),
    "frequency": ("read_02", 0x02800002),
    "date": ("read_04", 0x04000101),
    "time": ("read_04", 0x04000102),
    "ownAddress": ("read_04", 0x04000401),
}


def reversed_pairs(digits):
    """This client sends the address in the order of its text; on the wire the lowest pair comes first."""
    return "".join(digits[index:index + 2] for index in range(10, -1, -2))


def plain(value):
    return value if isinstance(value, (int, float, str)) else str(value)


def read(client, kind, identifier):
    item = getattr(client, kind)(identifier)
    if item is None:
        return None
    return plain(getattr(item, "value", item))


def doubts(result):
    """What cannot be true of a meter that is fed with 220 V."""
    missing = [name for name in ITEMS if result.get(name) is None]
    if missing:
        return [f"{name} was not read" for name in missing]
    found = []
    if not 180 <= float(result["voltage"]) <= 260:
        found.append("voltage out of range")
    if not 49 <= float(result["frequency"]) <= 51:
        found.append("frequency out of range")
    if float(result["energy"]) < 0 or float(result["power"]) < 0 or float(result["current"]) < 0:
        found.append("a negative value")
    if not 0 <= float(result["powerFactor"]) <= 1:
        found.append("power factor out of range")
    if float(result["power"]) * 1000 > float(result["voltage"]) * float(result["current"]) * 1.1 + 5:
        found.append("more active than apparent power")
    if not re.fullmatch(r"[0-9]{8}", str(result["date"])) or not re.fullmatch(r"[0-9]{6}", str(result["time"])):
        found.append("date or time is no row of digits")
    return found


def main():
    if len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    host, port, addresses = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    logging.disable(logging.CRITICAL)
    client = MeterClientService.new_tcp_client(host, port, timeout=5)
    is_doubtful = False
    for address in addresses:
        client.set_address(reversed_pairs(address))
        result = {"address": address}
        for name, (kind, identifier) in ITEMS.items():
            result[name] = read(client, kind, identifier)
        result["doubts"] = doubts(result)
        print(json.dumps(result))
        is_doubtful = is_doubtful or bool(result["doubts"])
    return 1 if is_doubtful else 0


if __name__ == "__main__":
    sys.exit(main())

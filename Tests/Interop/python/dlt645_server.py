#!/usr/bin/env python3
"""A plain meter: the server of PyPI dlt645 3.2.0 with given address and values, for our collector to read.

usage: dlt645_server.py ADDRESS [--port N] [--without DI] [DI=VALUE ...]

ADDRESS is twelve digits as printed on the meter. DI is eight hexadecimal digits; VALUE is a number in the unit of the item (kWh, V, A,
kW), for class 04 the digits as text. Without any DI the meter holds 317.76 kWh, 1.2345 kW, 224.8 V, 5.678 A and a power factor of 0.967.
Of an item that is named by --without it says that it has no such data, as of every item that it does not know.

The port that it listens on is printed as the first line. It ends when its standard input ends, so that it never outlives its parent.
"""
import argparse
import sys

from dlt645 import MeterServerService

DEFAULTS = ["00000000=317.76", "02030000=1.2345", "02010100=224.8", "02020100=5.678", "02060000=0.967"]


def reversed_pairs(digits):
    """This server takes the address in the order of the wire, lowest pair first."""
    return "".join(digits[index:index + 2] for index in range(10, -1, -2))


def put(service, assignment):
    identifier, _, value = assignment.partition("=")
    number = int(identifier, 16)
    kind = number >> 24
    if kind == 0x04:
        return service.set_04(number, value)
    return (service.set_00 if kind == 0x00 else service.set_02)(number, float(value))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("values", nargs="*", metavar="DI=VALUE")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--without", action="append", default=[], metavar="DI")
    found = parser.parse_args()
    if len(found.address) != 12 or not found.address.isdigit():
        parser.error("the address is twelve digits")
    return found


def main():
    wanted = arguments()
    service = MeterServerService.new_tcp_server("127.0.0.1", wanted.port, 5)
    service.set_address(reversed_pairs(wanted.address))
    for assignment in wanted.values or DEFAULTS:
        if not put(service, assignment):
            print(f"the server does not take {assignment}", file=sys.stderr)
            return 1
    for identifier in wanted.without:
        service.data_map.pop(int(identifier, 16), None)
    if not service.server.start():
        print(f"port {wanted.port} can not be listened on", file=sys.stderr)
        return 1
    print(service.server.port, flush=True)
    sys.stdin.read()
    service.server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

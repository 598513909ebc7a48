#!/usr/bin/env python3
"""Reads a meter with the client of PyPI dlt645 3.2.0, one item after the other, and prints reads a second.

usage: reads.py SECONDS PORT ADDRESS     (ADDRESS: twelve digits as printed on the meter)
"""
import sys
import time

from dlt645 import MeterClientService


def main():
    duration, port, address = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    client = MeterClientService.new_tcp_client("127.0.0.1", port, timeout=5)
    client.set_address("".join(address[index:index + 2] for index in range(10, -1, -2)))

    def read_all():
        return client.read_00(0x00000000), client.read_02(0x02030000), client.read_04(0x04000503)

    if None in read_all():
        return 1
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < duration:
        read_all()
        count += 3
    print(count / (time.perf_counter() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Decodes answers with PyPI dlt645 3.2.0, frame to value, and prints frames a second.

usage: decoding.py SECONDS FRAME...     (frames in hexadecimal: answers to reads of classes 00 and 02)
"""
import sys
import time

from dlt645.common.transform import bcd_to_float
from dlt645.model.data.data_handler import clone_data_map
from dlt645.protocol.protocol import DLT645Protocol


def main():
    duration = float(sys.argv[1])
    frames = [bytes.fromhex(text) for text in sys.argv[2:]]
    items = clone_data_map()

    def decode(raw):
        frame = DLT645Protocol.deserialize(raw)
        item = items[int.from_bytes(frame.data[:4], "little")]
        return bcd_to_float(frame.data[4:], item.data_format, "little")

    values = [decode(raw) for raw in frames]
    if values != [317.76, 1.2345, 224.8, 5.678, 0.967]:
        print(values, file=sys.stderr)
        return 1
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < duration:
        for _ in range(100):
            for raw in frames:
                decode(raw)
        count += 100 * len(frames)
    print(count / (time.perf_counter() - start))
    return 0


if __name__ == "__main__":
    sys.exit(main())

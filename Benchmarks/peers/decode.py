"""Decodes the frame of argv[1] (hex) for a second with PyPI dlt645 and prints frames a second."""
import logging
import sys
import time

from dlt645.protocol.protocol import DLT645Protocol

logging.disable(logging.CRITICAL)
frame = bytes.fromhex(sys.argv[1])
count, start = 0, time.perf_counter()
while time.perf_counter() - start < 1.0:
    for _ in range(1000):
        DLT645Protocol.deserialize(frame)
    count += 1000
print(count / (time.perf_counter() - start))

"""Reads one register of the server at argv[1] (port), meter argv[2], one by one for two seconds and prints reads a second."""
import logging
import sys
import time

from dlt645 import MeterClientService

logging.disable(logging.CRITICAL)
digits = sys.argv[2]
client = MeterClientService.new_tcp_client("127.0.0.1", int(sys.argv[1]), timeout=5)
client.set_address("".join(digits[i:i + 2] for i in range(10, -1, -2)))
assert client.read_00(0x00000000) is not None
count, start = 0, time.perf_counter()
while time.perf_counter() - start < 2.0:
    client.read_00(0x00000000)
    count += 1
print(count / (time.perf_counter() - start))

#!/usr/bin/env python3
"""A small client of a prepaid dormitory meter, written from the description of the dialect alone.

It tops a meter up with count n + 1, checks the answer block and the read-back, repeats the command with count n, sends count n + 5, and
prints what it saw as JSON. It shares no code with the product. Exit code 0 means that everything agreed, 1 that something did not,
3 that the meter was out of reach.

usage: meter_client.py HOST PORT ADDRESS [--amount 50.00] [--unit energy|money] [--timeout SECONDS]
"""
import argparse
import json
import socket
import sys

OFFSET = 0x33
OPERATOR = bytes([1, 0, 0, 0])


class OutOfReach(Exception):
    """No answer, or no answer that is a frame."""


class Disagreement(Exception):
    """The meter said something that it should not have said."""


def bcd(value, length):
    """Packed decimal digits, low byte first."""
    digits = str(value).rjust(2 * length, "0")
    if len(digits) != 2 * length:
        raise ValueError(f"{value} does not fit in {length} bytes")
    return bytes.fromhex(digits)[::-1]


def number(field):
    """The number in packed decimal digits, low byte first."""
    return int(bytes(field)[::-1].hex())


def hundredths(text):
    whole, _, fraction = text.partition(".")
    return int(whole) * 100 + int((fraction + "00")[:2])


class Meter:
    def __init__(self, host, port, address, timeout):
        self.address = bytes.fromhex(address)[::-1]
        self.socket = socket.create_connection((host, port), timeout=timeout)
        self.socket.settimeout(timeout)

    def frame(self, control, data):
        body = bytes([0x68]) + self.address + bytes([0x68, control, len(data)])
        body += bytes((byte + OFFSET) % 256 for byte in data)
        return bytes([0xFE] * 4) + body + bytes([sum(body) % 256, 0x16])

    def receive(self, count):
        data = b""
        while len(data) < count:
            try:
                part = self.socket.recv(count - len(data))
            except OSError as error:
                raise OutOfReach(f"no answer: {error}") from error
            if not part:
                raise OutOfReach("the connection was closed")
            data += part
        return data

    def exchange(self, control, data):
        """Sends a request; returns control byte and plain data of the answer."""
        try:
            self.socket.sendall(self.frame(control, data))
        except OSError as error:
            raise OutOfReach(f"cannot send: {error}") from error
        start = self.receive(1)
        while start != b"\x68":
            if start != b"\xFE":
                raise Disagreement(f"byte {start.hex()} before the frame")
            start = self.receive(1)
        head = start + self.receive(9)
        tail = self.receive(head[9] + 2)
        if head[7] != 0x68 or tail[-1] != 0x16 or sum(head + tail[:-2]) % 256 != tail[-2]:
            raise Disagreement("the answer is no frame")
        if head[1:7] != self.address:
            raise Disagreement(f"answer of another meter: {head[1:7][::-1].hex()}")
        if head[8] & 0x9F != control | 0x80:
            raise Disagreement(f"answer with control byte {head[8]:02X}")
        return head[8], bytes((byte - OFFSET) % 256 for byte in tail[:-2])

    def read(self, identifier):
        wanted = identifier.to_bytes(4, "little")
        control, data = self.exchange(0x11, wanted)
        if control != 0x91:
            raise Disagreement(f"reading {identifier:08X} was refused with {data.hex()}")
        if data[:4] != wanted:
            raise Disagreement(f"{identifier:08X} was asked, {data[:4][::-1].hex()} answered")
        return data[4:]

    def overview(self):
        data = self.read(0x0280002E)
        if len(data) != 40:
            raise Disagreement(f"block 0280002E has {len(data)} bytes")
        return {
            "energy": number(data[0:4]),
            "voltage": number(data[4:6]),
            "current": number(data[10:13]),
            "power": number(data[28:31]),
            "balance": number(data[31:35]),
            "count": number(data[35:39]),
            "closed": data[39] == 1,
        }

    def top_up(self, customer, amount, count):
        request = (0x070102FF).to_bytes(4, "little") + OPERATOR + self.address + customer
        request += bcd(amount, 4) + bcd(count, 2) + b"\x00"
        if len(request) != 27:
            raise AssertionError("a short top-up has 27 bytes")
        return self.exchange(0x03, request)


def block(data):
    """The fields of the answer block that a client may rely on; the customer field is defective."""
    if len(data) != 69:
        raise Disagreement(f"the answer block has {len(data)} bytes")
    return {
        "lastAmount": number(data[10:14]),
        "count": number(data[14:16]),
        "energy": number(data[16:20]),
        "balance": number(data[20:24]),
        "overdraft": number(data[24:28]),
        "price": number(data[28:32]),
        "error": data[68],
    }


def check(condition, text):
    if not condition:
        raise Disagreement(text)


def expect_balance(before, after, amount, unit, price, what):
    used = after["energy"] - before["energy"]
    if unit == "money":
        used = used * price // 10000
    expected = before["balance"] + amount - used
    check(abs(after["balance"] - expected) <= 1, f"{what}: balance {after['balance']}, expected about {expected}")


def run(meter, amount, unit):
    result = {"address": meter.address[::-1].hex(), "amount": amount}
    customer = meter.read(0x0450000D)
    before = meter.overview()
    result["before"] = before
    next_count = before["count"] + 1

    control, data = meter.top_up(customer, amount, next_count)
    check(control == 0x83, f"top-up was refused: {data.hex()}")
    check(data[:4] == (0x070102FF).to_bytes(4, "little"), "the answer names another command")
    answer = block(data)
    result["answer"] = answer
    check(answer["error"] == 0, f"positive answer with error {answer['error']:02X}")
    check(answer["count"] == next_count, f"count {answer['count']}, expected {next_count}")
    check(answer["lastAmount"] == amount, f"last amount {answer['lastAmount']}, expected {amount}")
    check(answer["overdraft"] == 0, "a debt is left")
    expect_balance(before, answer, amount, unit, answer["price"], "answer")

    after = meter.overview()
    result["readBack"] = after
    check(after["count"] == next_count, "the read-back has another count")
    expect_balance(before, after, amount, unit, answer["price"], "read-back")
    total = number(meter.read(0x03330601))
    check(number(meter.read(0x03330301)) == amount, "the newest record has another amount")
    check(number(meter.read(0x03330201)) == next_count, "the newest record has another count")
    check(number(meter.read(0x04900103)) == next_count, "item 04900103 has another count")
    result["totalBought"] = total

    control, data = meter.top_up(customer, amount + 1, next_count)
    check(control == 0x83, "a repeat was refused")
    repeated = block(data)
    check(repeated["lastAmount"] == amount, "a repeat changed the last amount")
    check(repeated["count"] == next_count, "a repeat changed the count")
    expect_balance(after, repeated, 0, unit, answer["price"], "repeat")
    check(number(meter.read(0x03330601)) == total, "a repeat changed the total bought")
    result["repeat"] = repeated

    control, data = meter.top_up(customer, amount, next_count + 5)
    check(control == 0xC3, "a count too far ahead was accepted")
    refused = block(data)
    check(refused["error"] == 0x13, f"error {refused['error']:02X}, expected 13")
    check(refused["count"] == next_count, "a refused command changed the count")
    expect_balance(after, refused, 0, unit, answer["price"], "refusal")
    check(number(meter.read(0x03330601)) == total, "a refused command changed the total bought")
    result["refused"] = refused
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("address", help="twelve digits")
    parser.add_argument("--amount", default="50.00")
    parser.add_argument("--unit", choices=["energy", "money"], default="energy")
    parser.add_argument("--timeout", type=float, default=5.0)
    options = parser.parse_args()
    try:
        meter = Meter(options.host, options.port, options.address, options.timeout)
        result = run(meter, hundredths(options.amount), options.unit)
    except Disagreement as error:
        print(json.dumps({"agreed": False, "reason": str(error)}))
        return 1
    except (OutOfReach, OSError) as error:
        print(json.dumps({"agreed": None, "reason": str(error)}))
        return 3
    print(json.dumps({"agreed": True, **result}))
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Counts the bytes that a console sends to its terminal: for each key of an everyday way, and for a second of the live wall.

usage: terminal_bytes.py PROGRAM CAMPUS [COLUMNSxROWS] [TERM] [SECONDS]
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

KEYS = [
    ("wall: a tile down", b"\033[B"), ("wall: a tile right", b"\033[C"), ("wall: the next building", b"\t"),
    ("to the list of rooms", b"gr"), ("list: a row down", b"\033[B"), ("list: a page down", b"\033[6~"), ("list: a mark", b" "),
    ("find: a letter", b"/3"), ("close it", b"\033"), ("open the room", b"\r"), ("room: the next one", b"\033[C"),
    ("explain", b"i"), ("close it", b"\033"), ("back", b"q"), ("help", b"?"), ("close it", b"\033"),
]


class Console:
    def __init__(self, program, campus, columns, rows, term):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ["TERM"] = term
            os.execv(program, [program, "console", "--campus", campus])
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds, quiet):
        """Reads for so long, or until nothing came for `quiet` seconds; answers how many bytes came."""
        count, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            if not select.select([self.terminal], [], [], min(quiet, end - time.monotonic()))[0]:
                if quiet < seconds:
                    break
                continue
            try:
                count += len(os.read(self.terminal, 1 << 16))
            except OSError:
                break
        return count

    def end(self):
        os.write(self.terminal, b"\003y")
        self.read(5, 1)
        try:
            os.kill(self.process, signal.SIGTERM)
        except ProcessLookupError:
            pass
        os.waitpid(self.process, 0)


def main():
    program, campus = os.path.abspath(sys.argv[1]), sys.argv[2]
    columns, rows = (int(part) for part in (sys.argv[3] if len(sys.argv) > 3 else "80x24").split("x"))
    term = sys.argv[4] if len(sys.argv) > 4 else "xterm-256color"
    seconds = float(sys.argv[5]) if len(sys.argv) > 5 else 20
    console = Console(program, campus, columns, rows, term)
    print(f"the first screen and what follows in 4 s: {console.read(4, 4)} bytes")
    for name, key in KEYS:
        console.read(0.4, 0.2)
        os.write(console.terminal, key)
        print(f"{name}: {console.read(0.3, 0.12)}")
    os.write(console.terminal, b"gw")
    console.read(2, 2)
    print(f"live wall: {console.read(seconds, seconds) / seconds:.0f} bytes a second over {seconds:.0f} s")
    os.write(console.terminal, b"z")
    console.read(1, 1)
    print(f"frozen wall: {console.read(seconds, seconds) / seconds:.0f} bytes a second over {seconds:.0f} s")
    console.end()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Lets the console live on a campus whose meters it reads itself, and looks at its memory every half second.

usage: memory.py DORMWATT CAMPUS SECONDS FIRST-ROOM

Prints six figures, in MB: at its largest since all rooms are there, all that is resident and what of it is not shared with files; at the
end the same two; the peak of what is resident since the start. Then seconds of processor time a second.
"""
import os
import sys
import time

from terminal import Terminal


def peak(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM:"))


def main():
    program, campus, seconds, first = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
    console = Terminal([program, "console", "--campus", campus])
    console.wait_for(first)
    begin, used, seen = time.monotonic(), console.cpu(), []
    while time.monotonic() - begin < seconds:
        turn = time.monotonic()
        while (left := turn + 0.5 - time.monotonic()) > 0:
            console.pump(left)
        seen.append(console.memory())
    share = (console.cpu() - used) / (time.monotonic() - begin)
    largest = [max(pair[index] for pair in seen) for index in (0, 1)]
    if os.environ.get("MEMORY_TRACE"):
        print(*(f"{whole:.0f}/{own:.0f}" for whole, own in seen), file=sys.stderr)
    print(*(f"{figure:.3f}" for figure in [*largest, *seen[-1], peak(console.pid), share]))
    console.end()


main()

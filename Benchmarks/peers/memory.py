#!/usr/bin/env python3
"""Lets the console live on a campus whose meters it reads itself, and looks at its memory twenty times a second.

usage: memory.py DORMWATT CAMPUS SECONDS FIRST-ROOM

Prints in MB what is not shared with files, at the end and at its highest since the first rooms were shown (the other rooms are read then
and the books are copied and verified); all that is resident at the end. Then seconds of processor time a second.
"""
import os
import sys
import time

from terminal import Terminal


def main():
    program, campus, seconds, first = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
    console = Terminal([program, "console", "--campus", campus])
    console.wait_for(first)
    begin, used, seen = time.monotonic(), console.cpu(), []
    while time.monotonic() - begin < seconds:
        turn = time.monotonic()
        while (left := turn + 0.05 - time.monotonic()) > 0:
            console.pump(left)
        seen.append(console.memory())
    share = (console.cpu() - used) / (time.monotonic() - begin)
    if os.environ.get("MEMORY_TRACE"):
        print(*(f"{whole:.0f}/{own:.0f}" for whole, own in seen[::10]), file=sys.stderr)
    whole, own = seen[-1]
    print(*(f"{figure:.3f}" for figure in [own, max(own for _, own in seen), whole, share]))
    console.end()


main()

#!/usr/bin/env python3
"""Measures the console, VisiData, vim and htop on the same list of rooms, each on a pseudo terminal of 100 by 30.

usage: console.py DORMWATT CAMPUS LIST.csv FIRST-ROOM ROOMS

Prints fourteen figures: seconds to the first rooms (console, VisiData) and to all of them (console, VisiData); milliseconds from an arrow
key to a still screen (console frozen, console live, VisiData, vim); megabytes of the console, resident and private; share of a core and
bytes a second of the idle console; then of htop.
"""
import os
import sys
import tempfile
import time

from terminal import Terminal

KEYS = 60
END, HOME = b"\x1bOF", b"\x1bOH"


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    program, campus, sheet, first, rooms = sys.argv[1:6]
    visidata = os.path.join(os.path.dirname(sys.executable), "vd")
    with tempfile.TemporaryDirectory() as home:
        with open(os.path.join(home, ".visidatarc"), "w") as file:
            file.write("options.motd_url = ''\n")
        figures = measure(program, campus, sheet, first, rooms, visidata, home)
    print(*(f"{figure:.6f}" for figure in figures))


def until_last(console, rooms):
    """Seconds until the end of the list is the last room of the campus."""
    os.write(console.descriptor, b"gr")
    last = f"{int(rooms) // 100}-520"
    while not console.shows(last):
        if time.monotonic() - console.started > 60:
            raise SystemExit(f"the last room was not seen; the screen shows {console.screen.display}")
        os.write(console.descriptor, END)
        console.pump(0.05)
    return time.monotonic() - console.started


def measure(program, campus, sheet, first, rooms, visidata, home):
    ours, theirs = [], []
    for turn in range(3):
        console = Terminal([program, "console", "--campus", campus])
        begun = console.wait_for(first)
        ours.append((begun, until_last(console, rooms)))
        if turn < 2:
            console.end()
        peer = Terminal([visidata, sheet], environment={"HOME": home})
        theirs.append((peer.wait_for(first), peer.wait_for(f"{rooms} rows")))
        if turn < 2:
            peer.end()
    os.write(console.descriptor, HOME)
    console.settle()
    live = console.lags(b"j", KEYS)
    os.write(console.descriptor, b"z")
    console.settle()
    frozen = console.lags(b"j", KEYS)
    os.write(console.descriptor, b"z")
    memory = console.memory()
    share = console.idle(10)
    console.end()
    peer.settle()
    lag = peer.lags(b"j", KEYS)
    peer.end()
    editor = Terminal(["vim", "-u", "NONE", "--cmd", "set shortmess+=F", sheet])
    editor.wait_for(first)
    editor.settle()
    vim = editor.lags(b"j", KEYS)
    editor.end()
    top = Terminal(["htop"])
    top.settle(longest=3)
    htop = top.idle(10)
    top.end()
    starts = [median([pair[index] for pair in group]) for index in (0, 1) for group in (ours, theirs)]
    return [*starts, frozen, live, lag, vim, *memory, *share, *htop]


main()

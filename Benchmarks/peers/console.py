#!/usr/bin/env python3
"""Measures the console, VisiData, vim and htop on the same list of rooms, each on a pseudo terminal of 100 by 30.

usage: console.py starts DORMWATT CAMPUS LIST.csv FIRST-ROOM ROOMS
       console.py running DORMWATT CAMPUS LIST.csv FIRST-ROOM ROOMS

`starts` prints four figures: seconds to the first rooms (console, VisiData) and to all of them (console, VisiData). `running` prints ten:
milliseconds from an arrow key to a still screen (console frozen, console live, VisiData, vim); megabytes of the console, resident and
private; share of a core and bytes a second of the idle console; then of htop.
"""
import os
import sys
import tempfile
import time

from terminal import Terminal

STARTS, KEYS = 5, 60
END, HOME = b"\x1bOF", b"\x1bOH"


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    part, program, campus, sheet, first, rooms = sys.argv[1:7]
    visidata = os.path.join(os.path.dirname(sys.executable), "vd")
    with tempfile.TemporaryDirectory() as home:
        with open(os.path.join(home, ".visidatarc"), "w") as file:
            file.write("options.motd_url = ''\n")

        def console():
            return Terminal([program, "console", "--campus", campus])

        def peer():
            return Terminal([visidata, sheet], environment={"HOME": home})

        figures = {"starts": starts, "running": running}[part](console, peer, sheet, first, rooms)
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


def starts(console, peer, sheet, first, rooms):
    ours, theirs = [], []
    for _ in range(STARTS):
        program = console()
        begun = program.wait_for(first)
        ours.append((begun, until_last(program, rooms)))
        program.end()
        program = peer()
        theirs.append((program.wait_for(first), program.wait_for(f"{rooms} rows")))
        program.end()
    return [median([pair[index] for pair in group]) for index in (0, 1) for group in (ours, theirs)]


def running(console, peer, sheet, first, rooms):
    desk = console()
    desk.wait_for(first)
    until_last(desk, rooms)
    os.write(desk.descriptor, HOME)
    desk.settle()
    live = desk.lags(b"j", KEYS)
    os.write(desk.descriptor, b"z")
    desk.settle()
    frozen = desk.lags(b"j", KEYS)
    os.write(desk.descriptor, b"z")
    memory = desk.memory()
    share = desk.idle(10)
    desk.end()
    visidata = peer()
    visidata.wait_for(f"{rooms} rows")
    visidata.settle()
    lag = visidata.lags(b"j", KEYS)
    visidata.end()
    editor = Terminal(["vim", "-u", "NONE", "--cmd", "set shortmess+=F", sheet])
    editor.wait_for(first)
    editor.settle()
    vim = editor.lags(b"j", KEYS)
    editor.end()
    top = Terminal(["htop"])
    top.settle(longest=3)
    htop = top.idle(10)
    top.end()
    return [frozen, live, lag, vim, *memory, *share, *htop]


main()

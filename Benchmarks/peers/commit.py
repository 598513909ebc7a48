#!/usr/bin/env python3
"""Writes all rows that a commit wrote with the sqlite3 shell into a copy of the books as they were before.

usage: commit.py BEFORE AFTER     (two files of books; both stay as they are)

Prints how many rows there are and how many seconds the shell took: same schema, same pragmas, one transaction.
"""
import os
import sqlite3
import shutil
import subprocess
import sys
import tempfile
import time

# In an order in which every row finds the rows that it refers to.
TABLES = ["plan", "entry", "posting", "lotMove", "lot", "planRow", "meterOrder", "roomBook", "balance"]
# Rows of these are changed as well as added; nothing forbids to write over them.
CHANGED = {"roomBook", "balance"}
PRAGMAS = """PRAGMA journal_mode = TRUNCATE;
PRAGMA synchronous = FULL;
PRAGMA recursive_triggers = ON;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -16384;
"""


def shell(path, script):
    done = subprocess.run(["sqlite3", "-bail", path], input=script, capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr:
        raise SystemExit(done.stderr)
    return done.stdout


def statements(before, after):
    """The rows that are in the later file and not in the earlier one, as the shell writes them."""
    script = f"ATTACH '{before}' AS earlier;\n"
    for table in TABLES:
        script += f".mode insert {table}\nSELECT * FROM main.{table} EXCEPT SELECT * FROM earlier.{table};\n"
    lines = shell(after, script).splitlines()
    for index, line in enumerate(lines):
        table = line.split(" ", 3)[2].split("(")[0]
        if table in CHANGED:
            lines[index] = "REPLACE" + line.removeprefix("INSERT")
    return lines


def rows(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return {table: sorted(map(repr, database.execute(f"SELECT * FROM {table}"))) for table in TABLES}


def main():
    before, after = sys.argv[1:]
    lines = statements(before, after)
    script = PRAGMAS + "BEGIN IMMEDIATE;\n" + "\n".join(lines) + "\nCOMMIT;\n"
    with tempfile.TemporaryDirectory(dir=os.path.dirname(after)) as folder:
        copy = os.path.join(folder, "books.sqlite")
        shutil.copyfile(before, copy)
        start = time.perf_counter()
        shell(copy, script)
        seconds = time.perf_counter() - start
        if rows(copy) != rows(after):
            print("the shell has written other rows", file=sys.stderr)
            return 1
    print(len(lines), seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())

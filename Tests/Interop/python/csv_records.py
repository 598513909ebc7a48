#!/usr/bin/env python3
"""Reads every file of a folder with Python's csv module and prints what is in it as JSON, for comparison with our own reader.

usage: csv_records.py FOLDER

For each file, in order of names: the header in lower case, every record with the line on which it starts, how many lines had another
number of fields than the header, and the error by which Python stopped, if it did. Empty lines are left out. Files are UTF-8, with or
without a byte order mark; lines end at a line feed alone.
"""
import csv
import json
import os
import sys


def lines(text):
    """Pieces that end with a line feed; a carriage return by itself ends none."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def is_blank(fields):
    return not fields or (len(fields) == 1 and not fields[0].strip(" \t"))


def read(path):
    with open(path, "rb") as file:
        text = file.read().decode("utf-8-sig")
    result = {"header": [], "records": [], "ragged": 0, "error": None}
    reader = csv.reader(lines(text), strict=True)
    start = 1
    try:
        for fields in reader:
            if not is_blank(fields):
                if not result["header"]:
                    result["header"] = [field.strip(" \t").lower() for field in fields]
                elif len(fields) != len(result["header"]):
                    result["ragged"] += 1
                else:
                    result["records"].append({"line": start, "fields": fields})
            start = reader.line_num + 1
    except csv.Error as error:
        result["error"] = str(error)
    return result


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = sys.argv[1]
    print(json.dumps([read(os.path.join(folder, name)) for name in sorted(os.listdir(folder))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Packs the four CSV files of the npm package idn-area-data into one small file: a line `code<TAB>name` per place, gzip.

Usage: pack_regions.py PACKAGE_DIRECTORY OUTPUT
The output is the same for the same input. Counts that are not those of the edition stop the build.
"""
import csv
import gzip
import json
import sys
from pathlib import Path

EXPECTED = {"provinces": 38, "regencies": 514, "districts": 7285, "villages": 83762}


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = " ".join(row["name"].split())
            if not name or not row["code"]:
                sys.exit(f"{path}: a row without code or name: {row}")
            yield row["code"], name


def main():
    package, output = Path(sys.argv[1]), Path(sys.argv[2])
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    lines = [f"# {about['name']} {about['version']}; data under the Open Database License (ODbL) 1.0; see docs/notices.md"]
    for level, count in EXPECTED.items():
        found = sorted(rows(package / "data" / f"{level}.csv"))
        if len(found) != count or len({code for code, _ in found}) != count:
            sys.exit(f"{level}: {len(found)} places, expected {count} different ones")
        lines += [f"{code}\t{name}" for code, name in found]
    output.parent.mkdir(parents=True, exist_ok=True)
    with open(output, "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=9, mtime=0) as file:
        file.write(("\n".join(lines) + "\n").encode("utf-8"))


main()

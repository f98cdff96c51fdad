"""Turns the named queries of a feature's *.sql files into a header of std::string_view constants.

Usage: embed_sql.py NAME OUTPUT QUERY_FILE...
Each query starts with a line `-- name: identifier`; its comment lines are dropped.
"""
import re
import sys


def queries(path):
    name, lines = None, []
    for line in open(path, encoding="utf-8"):
        start = re.match(r"--\s*name:\s*(\w+)\s*$", line)
        if start:
            if name:
                yield name, lines
            name, lines = start.group(1), []
        elif name and not line.lstrip().startswith("--"):
            lines.append(line.rstrip())
    if name:
        yield name, lines


def main():
    feature, output, *paths = sys.argv[1:]
    if feature == "case":  # a keyword in C++
        feature = "cases"
    out = ["#pragma once", "// Made from the feature's *.sql files by tools/embed_sql.py.", "#include <array>",
           "#include <string_view>", "#include <utility>", "", f"namespace netra::sql::{feature} {{"]
    seen = []
    for path in paths:
        for name, lines in queries(path):
            if name in seen:
                sys.exit(f"{path}: query {name} is named twice")
            seen.append(name)
            text = " ".join(part.strip() for part in lines if part.strip()).rstrip(";")
            out.append(f'inline constexpr std::string_view {name} = R"~sql~({text})~sql~";')
    rows = ", ".join(f'std::pair<std::string_view, std::string_view>{{"{n}", {n}}}' for n in seen)
    out.append(f"inline constexpr std::array<std::pair<std::string_view, std::string_view>, {len(seen)}> all = {{{rows}}};")
    out.append(f"}}  // namespace netra::sql::{feature}")
    open(output, "w", encoding="utf-8").write("\n".join(out) + "\n")


main()

"""The tidy check: what reviewers would otherwise have to say again and again. Fails with one line per fault.

Reads the order of modules from ARCHITECTURE.md, so that page cannot go stale.
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 500          # aim at 400; a few tables may be longer
COMMON_PARENTS = {"/", "/tmp", "/var/tmp", "/home", "/root", "/opt", "/srv", "/usr/src"}  # say nothing of a machine
FLOORS = {"engine": 0, "domain": 1, "app": 2}


def tracked(*patterns):
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(line) for line in out.stdout.splitlines() if (ROOT / line).is_file()]


def module_order():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    order = {}
    for floor in ("engine", "domain"):
        block = re.search(rf"<!-- order:{floor} -->(.*?)<!-- order:", text, re.S).group(1)
        for position, name in enumerate(re.findall(r"^- (\w+):", block, re.M)):
            order[(floor, name)] = position
    return order


def include_faults():
    order = module_order()
    for path in tracked("engine/*.cpp", "engine/*.hpp", "domain/*.cpp", "domain/*.hpp"):
        here = (path.parts[0], path.parts[1])
        if here not in order:
            yield f"{path}: module {here[1]} is not listed in ARCHITECTURE.md"
            continue
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
            found = re.match(r'#include "(app|domain|engine)/(?:(\w+)/)?', line)
            if not found:
                continue
            there = (found.group(1), found.group(2))
            if FLOORS[there[0]] > FLOORS[here[0]]:
                yield f"{path}:{number}: {here[0]} includes {there[0]}"
            elif there[0] == here[0] and there[1] != here[1] and order.get(there, 99) > order[here]:
                yield f"{path}:{number}: {here[1]} includes {there[1]}, which is listed below it"


def size_faults():
    for path in tracked("*.cpp", "*.hpp", "*.mjs", "*.js", "*.css", "*.html", "*.sql", "*.py"):
        lines = (ROOT / path).read_text().count("\n")
        if lines > MAX_LINES:
            yield f"{path}: {lines} lines; split it by topic (limit {MAX_LINES})"


def page_faults():
    for path in tracked("domain/**/*.html", "web/**/*.html", "engine/**/*.html"):
        text = (ROOT / path).read_text()
        for pattern, what in ((r"<script(?![^>]*\bsrc=)", "inline script"), (r"\sstyle\s*=", "inline style"),
                              (r"<style\b", "inline style sheet"), (r"\son\w+\s*=\s*[\"']", "inline handler")):
            if re.search(pattern, text):
                yield f"{path}: {what} (the content policy forbids it)"


def migration_faults():
    seen = {}
    for path in tracked("*/migrations/*.sql", "*/*/migrations/*.sql"):
        text = (ROOT / path).read_text()
        if not re.match(r"\d{8}_\d{2}_\w+\.sql$", path.name):
            yield f"{path}: name it YYYYMMDD_NN_topic.sql"
        if "-- Why:" not in text or "-- Undo:" not in text:
            yield f"{path}: says no `-- Why:` and `-- Undo:`"
        key = path.name[:11]
        if key in seen:
            yield f"{path}: number {key} is taken by {seen[key]}"
        seen[key] = path


def path_faults():
    parent = str(ROOT.parent)
    for path in tracked():
        if path.suffix in {".png", ".woff2", ".jpg"} or path.name == "tidy.py":
            continue
        try:
            text = (ROOT / path).read_text()
        except UnicodeDecodeError:
            yield f"{path}: is not UTF-8"
            continue
        if parent not in COMMON_PARENTS and parent + "/" in text:
            yield f"{path}: names a path of this machine"
        if re.search(r'"resolved":\s*"http', text):
            yield f"{path}: names a registry"


def main():
    faults = [*include_faults(), *size_faults(), *page_faults(), *migration_faults(), *path_faults()]
    for fault in faults:
        print(fault)
    print(f"tidy: {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())

#!/usr/bin/env python3
"""What a server's threads and other processes have used of the processor, by name.

    cpu.py PID            prints "name seconds" for each kind of thread of the process
    cpu.py PID BEFORE     prints what was used since; BEFORE is a file with an earlier answer"""
import os
import sys


def used(pid):
    tick = os.sysconf("SC_CLK_TCK")
    out = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/stat") as stat:
            text = stat.read()
        name = text[text.index("(") + 1 : text.rindex(")")]
        fields = text[text.rindex(")") + 2 :].split()
        out[name] = out.get(name, 0) + (int(fields[11]) + int(fields[12])) / tick
    return out


now = used(sys.argv[1])
if len(sys.argv) > 2:
    with open(sys.argv[2]) as before:
        for line in before:
            name, seconds = line.rsplit(" ", 1)
            now[name] = now.get(name, 0) - float(seconds)
for name, seconds in sorted(now.items()):
    print(f"{name} {seconds:.2f}")

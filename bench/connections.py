#!/usr/bin/env python3
"""Opens many idle keep-alive connections and says what they cost the server.

    connections.py HOST:PORT PID COUNT

Each sends one request, so that its buffers exist, and then waits. Several loopback addresses are used, because the
server limits the connections of one network."""
import asyncio
import resource
import sys

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: bench\r\n\r\n"


def resident_kib(pid):
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    raise RuntimeError("no VmRSS")


async def open_one(host, port, number, limit):
    async with limit:
        reader, writer = await asyncio.open_connection(host, port, local_addr=(f"127.0.0.{2 + number // 1000}", 0))
        writer.write(REQUEST)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.decode())
        return reader, writer


async def main():
    address, pid, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    host, port = address.rsplit(":", 1)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    before = resident_kib(pid)
    limit = asyncio.Semaphore(64)
    held = await asyncio.gather(*(open_one(host, int(port), i, limit) for i in range(count)))
    await asyncio.sleep(1)
    after = resident_kib(pid)
    print(f"{len(held)} {before / 1024:.1f} {after / 1024:.1f} {(after - before) / len(held):.1f}")
    for _, writer in held:
        writer.close()


asyncio.run(main())

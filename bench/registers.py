"""How long the registers' pages take: asked one after the other, as pages and as JSON.

    registers.py URL COOKIE [REPEATS]       -> RESULT path=... kind=... median_ms=... p95_ms=...
"""
import http.client
import sys
import time
from urllib.parse import urlsplit

PATHS = ["/registers", "/registers?election=pilkada-2024", "/registers?place=36", "/rekomendasi", "/registers/people"]


def main():
    url, cookie, repeats = urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 200
    line = http.client.HTTPConnection(url.hostname, url.port)
    for path in PATHS:
        for kind in ("text/html", "application/json"):
            headers = {"Accept": kind, "Cookie": cookie}
            took = []
            for _ in range(repeats + 5):
                start = time.perf_counter()
                line.request("GET", path, headers=headers)
                answer = line.getresponse()
                body = answer.read()
                took.append(time.perf_counter() - start)
                if answer.status != 200:
                    sys.exit(f"{path}: {answer.status} {body[:300]!r}")
            took = sorted(took[5:])
            print(f"RESULT path={path} kind={kind.split('/')[1]} median_ms={1000 * took[len(took) // 2]:.2f} "
                  f"p95_ms={1000 * took[int(len(took) * 0.95)]:.2f} bytes={len(body)}")


main()

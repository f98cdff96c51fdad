-- wrk script: asks for the addresses in NETRA_PATHS (one a line), in turn, as JSON with the session in NETRA_COOKIE.
local paths = {}
for path in os.getenv("NETRA_PATHS"):gmatch("[^\n]+") do paths[#paths + 1] = path end
local headers = {["Accept"] = "application/json", ["Cookie"] = os.getenv("NETRA_COOKIE")}
local at = 0

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], headers)
end

function done(summary, latency)
  io.write(string.format("RESULT rps=%.1f p50_ms=%.2f p99_ms=%.2f errors=%d\n",
    (summary.requests - summary.errors.status) / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end

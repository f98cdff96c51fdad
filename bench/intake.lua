-- wrk script: files formal reports of about 1 KB, each new, each with its own Idempotency-Key.
local thread = 0
function setup(t) thread = thread + 1; t:set("id", thread) end

function init()
  math.randomseed(os.time() + id * 7919)
  serial = 0
end

local template = [[{"track":"formal","election":"pilkada-2024","place":"36.72.03","date_happened":"2024-10-19","date_known":"2024-10-19",
"event":"Dugaan dukungan terbuka pegawai kantor contoh nomor %d-%d","chronology":"Pada kegiatan di lapangan contoh nomor %d, seorang pegawai mengangkat jari tanda dukungan, mengunggah fotonya, dan membagikannya kepada rekan kerja. Contoh untuk pengukuran, bukan kejadian nyata.",
"reporter":{"name":"Warga Contoh","address":"Jalan Contoh 7","birth_place":"Kota Contoh","birth_date":"1990-01-31","sex":"female","occupation":"Pedagang contoh","citizenship":"WNI","phone":"0800-0000-0001","capacity":"voter_citizen"},
"reported":[{"name":"Pegawai Contoh","kind":"pns","position":"Staf contoh","unit":"Dinas Contoh","address":"Kantor Contoh"}],
"witnesses":[{"name":"Saksi Contoh","address":"Jalan Saksi 9","phone":"0800-0000-0002"}],"evidence":[{"description":"Foto unggahan contoh"}]}]]

function request()
  serial = serial + 1
  local headers = {["Content-Type"] = "application/json", ["Accept"] = "application/json",
                   ["Idempotency-Key"] = string.format("bench-%d-%d-%d", id, serial, math.random(1, 2000000000))}
  return wrk.format("POST", "/reports", headers, string.format(template, id, serial, serial))
end


function done(summary, latency)
  io.write(string.format("RESULT rps=%.1f p50_ms=%.2f p99_ms=%.2f errors=%d\n",
    (summary.requests - summary.errors.status) / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end

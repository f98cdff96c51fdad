// Remaining times go on while the page is open, said as engine/page/format.cpp says them.
// `words`: one and many of day, hour, minute; left; past; nearly; just passed (message format.script_words).
export function remaining(until, now, words) {
  const past = until < now;
  const total = Math.floor(Math.abs(until - now) / 60000);
  if (total === 0) return words[past ? 9 : 8];
  const counts = [Math.floor(total / 1440), Math.floor(total / 60) % 24, total % 60];
  const first = counts.findIndex((count) => count > 0);
  const span = counts
    .map((count, unit) => `${count} ${words[2 * unit + (count === 1 ? 0 : 1)]}`)
    .filter((_, unit) => counts[unit] > 0 && unit >= first && unit < first + 2)
    .join(' ');
  return words[past ? 7 : 6].replace('%', span);
}

export default function (times) {
  // The server's clock counts (the demo's may stand in 2024); the page's age is added.
  const loaded = Date.now();
  const words = document.querySelector('meta[name=netra-words]').content.split('|');
  const server = Date.parse(document.documentElement.dataset.now);
  if (Number.isNaN(server)) return;
  const tick = () => {
    const now = server + (Date.now() - loaded);
    for (const time of times) {
      const text = remaining(Date.parse(time.dateTime), now, words);
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(tick, 20000);
}

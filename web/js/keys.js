// Keyboard: ? help, / search, g then a letter to go somewhere, j and k along rows, x selects, Enter opens. Never inside fields.
const places = { t: '/today', r: '/reports', l: '/tracings', f: '/findings', c: '/cases', k: '/holidays', o: '/offices' };

export default function () {
  let going = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog, [contenteditable]')) return;
    const key = event.key;
    if (Date.now() - going < 1500 && places[key]) return location.assign(places[key]);
    going = key === 'g' ? Date.now() : 0;
    if (key === '?') document.getElementById('help')?.showModal();
    else if (key === '/') document.querySelector('[data-quick]')?.focus();
    else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1);
    else if (key === 'x') document.querySelector('[data-current] input[type=checkbox]')?.click();
    else return;
    event.preventDefault();
  });
}

function step(by) {
  const rows = [...document.querySelectorAll('.row, .table tbody tr')];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.dataset.current !== undefined);
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  rows.forEach((row) => delete row.dataset.current);
  next.dataset.current = '';
  next.querySelector('a, input')?.focus();
  next.scrollIntoView({ block: 'nearest' });
}

// Keyboard: ? help, / search, g then a letter to go somewhere, j and k along rows, x selects, Enter opens. Never inside fields.
// A letter leads only where the navigation leads too, and the help names only what this page and this person have.
const places = { t: '/today', r: '/reports', d: '/leads', l: '/tracings', f: '/findings', c: '/cases', k: '/holidays', o: '/offices' };
const needs = { rows: () => rowsOf().length > 0, boxes: () => document.querySelector('.row input[type=checkbox], .table input[type=checkbox]') };

export default function () {
  let going = 0;
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, dialog, [contenteditable]')) return;
    const key = event.key;
    if (Date.now() - going < 1500 && document.querySelector(`nav a[href="${places[key]}"]`)) return location.assign(places[key]);
    going = key === 'g' ? Date.now() : 0;
    if (key === '?') help();
    else if (key === '/') document.querySelector('[data-quick]')?.focus();
    else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1);
    else if (key === 'x') document.querySelector('[data-current] input[type=checkbox]')?.click();
    else return;
    event.preventDefault();
  });
}

function help() {
  const dialog = document.getElementById('help');
  dialog?.querySelectorAll('[data-needs]').forEach((line) => (line.hidden = !needs[line.dataset.needs]()));
  dialog?.showModal();
}

const rowsOf = () => [...document.querySelectorAll('.row, .table tbody tr')];

function step(by) {
  const rows = rowsOf();
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.dataset.current !== undefined);
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  rows.forEach((row) => delete row.dataset.current);
  next.dataset.current = '';
  next.querySelector('a, input')?.focus();
  next.scrollIntoView({ block: 'nearest' });
}

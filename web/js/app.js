// Everything here only makes pages quicker; each works without it. A part is loaded only by pages that have use for it.
const parts = [
  ['[data-left]', () => import('./clocks.js')],
  ['form[data-validate]', () => import('./validate.js')],
  ['form[data-autosave]', () => import('./autosave.js')],
  ['[data-upload]', () => import('./upload.js')],
  ['form[data-live]', () => import('./live.js')],
  ['body[data-keys]', () => import('./keys.js')],
  ['form[data-bulk]', () => import('./bulk.js')],
  ['form[data-code]', () => import('./code.js')],
  ['form[data-prove]', () => import('./prove.js')],
];

export function enhance(root) {
  for (const [selector, load] of parts) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    if (found.length) load().then((part) => part.default(found, enhance));
  }
  for (const button of root.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => print());
  }
  for (const code of root.querySelectorAll('[data-copy]')) code.addEventListener('click', () => copy(code));
  for (const tab of root.querySelectorAll('.tabs [aria-current]')) {  // on a phone the open tab may lie far to the right
    const bar = tab.parentElement;
    bar.scrollLeft += tab.getBoundingClientRect().left - bar.getBoundingClientRect().left - 16;
  }
  root.querySelector('[data-focus]')?.focus();
}

async function copy(element) {
  await navigator.clipboard?.writeText(element.textContent.trim());
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

// A question before what is hard to take back; and no form is sent twice by impatience.
document.addEventListener('submit', (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) return event.preventDefault();
  const button = event.submitter;
  if (!button || event.target.method !== 'post') return;
  setTimeout(() => !event.defaultPrevented && button.setAttribute('aria-disabled', 'true'));
  if (button.getAttribute('aria-disabled') === 'true') event.preventDefault();
});
addEventListener('pageshow', (event) => {
  if (event.persisted) document.querySelectorAll('button[aria-disabled]').forEach((b) => b.removeAttribute('aria-disabled'));
});
document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll('.who[open], .bottom details[open]'))
    if (!open.contains(event.target)) open.open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const open of document.querySelectorAll('.who[open], .bottom details[open]')) {
    open.open = false;
    open.querySelector('summary').focus();
  }
});

enhance(document.documentElement);

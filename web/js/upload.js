// Files go up piece by piece while one writes on (engine/http/uploads.hpp); after a break they continue where they stopped. The form then carries handles.
const piece = 2 * 1024 * 1024;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export default function (fields) {
  for (const field of fields) {
    const input = field.querySelector('input[type=file]');
    const list = field.appendChild(Object.assign(document.createElement('ul'), { className: 'uploads' }));
    const [sending, done, waiting, remove] = field.dataset.words.split('|');
    const words = { sending, done, waiting, remove };
    input.addEventListener('change', () => {
      for (const file of input.files) start(file, input, list, words);
      input.value = '';
      input.required = false;
    });
    input.form.addEventListener('submit', (event) => {
      if (!list.querySelector('progress:not([data-done])')) return;
      event.preventDefault();
      list.scrollIntoView({ block: 'center' });
    });
  }
}

function start(file, input, list, words) {
  const row = document.createElement('li');
  const name = Object.assign(document.createElement('span'), { textContent: file.name });
  const state = Object.assign(document.createElement('span'), { className: 'meta', textContent: words.sending });
  const bar = Object.assign(document.createElement('progress'), { max: Math.max(file.size, 1), value: 0 });
  const drop = Object.assign(document.createElement('button'), { type: 'button', className: 'button small', textContent: words.remove });
  bar.setAttribute('aria-label', file.name);
  state.setAttribute('role', 'status');
  row.append(name, drop, state, bar);
  list.append(row);
  const stop = new AbortController();
  drop.addEventListener('click', () => (stop.abort(), row.remove()));
  send(file, bar, state, words, stop.signal).then((handle) => {
    bar.dataset.done = '';
    bar.remove();
    state.textContent = words.done;
    row.append(Object.assign(document.createElement('input'), { type: 'hidden', name: input.name, value: `staged:${handle}` }));
  }, (problem) => {
    if (problem.name === 'AbortError') return;
    state.textContent = problem.message;
    bar.dataset.done = '';
  });
}

// Resolves to the handle. Tries again for as long as the page is open; only a refusal ends it.
async function send(file, bar, state, words, signal) {
  const key = `netra-upload:${file.name}:${file.size}:${file.lastModified}`;
  let address = sessionStorage.getItem(key);
  for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
    try {
      address ??= await begin(file, signal);
      sessionStorage.setItem(key, address);
      let offset = await offset_of(address, signal);
      while (offset < file.size) {
        const headers = { 'Upload-Offset': offset, 'Content-Type': 'application/partial-upload', Accept: 'application/json' };
        const answer = await fetch(address, { method: 'PATCH', headers, body: file.slice(offset, offset + piece), signal });
        if (!answer.ok && answer.status !== 409) await refuse(answer);
        offset = answer.ok ? Math.min(offset + piece, file.size) : await offset_of(address, signal);
        bar.value = offset;
        state.textContent = words.sending;
        pause = 1000;
      }
      return address.split('/').pop();
    } catch (problem) {
      if (problem.name === 'AbortError' || problem.final) throw problem;
      if (problem.unknown) address = null;
      state.textContent = words.waiting;
      await wait(pause);
    }
  }
}

async function begin(file, signal) {
  const headers = { 'Upload-Length': file.size, 'Upload-Name': encodeURIComponent(file.name), Accept: 'application/json' };
  const answer = await fetch('/uploads', { method: 'POST', headers, signal });
  if (!answer.ok) await refuse(answer);
  return new URL(answer.headers.get('Location'), location.href).pathname;
}

async function offset_of(address, signal) {
  const answer = await fetch(address, { method: 'HEAD', signal });
  if (!answer.ok) throw Object.assign(new Error(), { unknown: answer.status === 404 });
  return Number(answer.headers.get('Upload-Offset'));
}

// 4xx will not get better by itself, except waiting one's turn.
async function refuse(answer) {
  const problem = await answer.json().catch(() => ({}));
  const final = answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 404;
  throw Object.assign(new Error(problem.title ?? answer.statusText), { final, unknown: answer.status === 404 });
}

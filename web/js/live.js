// Filters that take effect while choosing: the same page is fetched and only the results are exchanged; the address stays true.
// What they bring is given to `enhance`: importing app.js from here would load it a second time.
export default function (forms, enhance) {
  for (const form of forms) {
    const target = () => document.querySelector(form.dataset.live);
    let running;
    let timer;
    const load = async (url, remember) => {
      running?.abort();
      running = new AbortController();
      target()?.setAttribute('aria-busy', 'true');
      try {
        const answer = await fetch(url, { headers: { Accept: 'text/html' }, signal: running.signal });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const fresh = page.querySelector(form.dataset.live);
        if (!answer.ok || !fresh) return location.assign(url);
        target().replaceWith(fresh);
        enhance(fresh);
        if (remember) history.replaceState(null, '', url);
      } catch (problem) {
        if (problem.name !== 'AbortError') target()?.removeAttribute('aria-busy');
      }
    };
    const address = () => {
      const chosen = [...new FormData(form)].filter(([, value]) => value !== '');
      return `${new URL(form.action).pathname}?${new URLSearchParams(chosen)}`;
    };
    form.addEventListener('input', (event) => {
      clearTimeout(timer);
      timer = setTimeout(() => load(address(), true), event.target.type === 'search' || event.target.type === 'text' ? 350 : 0);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      load(address(), true);
    });
  }
}

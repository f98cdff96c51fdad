// Drafts save themselves: POST of the whole form to data-autosave some seconds after the last change. Says when it was kept, and when it could not be.
export default function (forms) {
  for (const form of forms) {
    const note = form.querySelector('[data-saved]') ?? form.appendChild(Object.assign(document.createElement('p'), { className: 'saved' }));
    note.setAttribute('role', 'status');
    let timer;
    let sent = '';
    const save = async () => {
      const entries = new FormData(form);
      for (const [name, value] of [...entries]) if (value instanceof File) entries.delete(name);
      const body = new URLSearchParams(entries);
      if (body.toString() === sent) return;
      try {
        const answer = await fetch(form.dataset.autosave, { method: 'POST', body, headers: { Accept: 'application/json' }, keepalive: true });
        if (!answer.ok) throw new Error(answer.status);
        sent = body.toString();
        note.textContent = form.dataset.savedText ?? '✓';
      } catch {
        note.textContent = form.dataset.unsavedText ?? '!';
        timer = setTimeout(save, 15000);
      }
    };
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(save, 2500);
    });
    form.addEventListener('submit', () => clearTimeout(timer));
    addEventListener('pagehide', () => timer && save());
  }
}

// Bulk actions: one box chooses all, Shift chooses a range, the bar counts and hides when nothing is chosen.
export default function (forms) {
  for (const form of forms) {
    const boxes = () => [...form.querySelectorAll('input[type=checkbox][name]')];  // the one for all has no name
    const bar = form.querySelector('.bulk');
    const all = form.querySelector('[data-all]');
    let last;
    const show = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      if (bar) bar.hidden = chosen === 0;
      const count = form.querySelector('[data-chosen]');
      if (count) count.textContent = chosen;
      if (all) all.indeterminate = chosen > 0 && chosen < boxes().length;
    };
    form.addEventListener('click', (event) => {
      const box = event.target;
      if (box === all) boxes().forEach((one) => (one.checked = all.checked));
      else if (boxes().includes(box)) {
        if (event.shiftKey && last) {
          const list = boxes();
          const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
          list.slice(from, to + 1).forEach((one) => (one.checked = box.checked));
        }
        last = box;
      }
      show();
    });
    show();
  }
}

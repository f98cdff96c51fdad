// Says at the field what is missing, when one leaves it; the browser's own rules and words. The server decides in the end.
export default function (forms) {
  for (const form of forms) {
    form.noValidate = true;
    form.addEventListener('focusout', (event) => check(event.target));
    form.addEventListener('input', (event) => event.target.closest('.has-error') && check(event.target));
    form.addEventListener('submit', (event) => {
      const wrong = [...form.elements].filter((control) => !check(control));
      if (!wrong.length || event.submitter?.formNoValidate) return;
      event.preventDefault();
      wrong[0].focus();
    });
    count_days(form);
  }
}

function check(control) {
  const field = control.closest('.field');
  if (!field || !control.willValidate) return true;
  const valid = control.checkValidity();
  const touched = control.value !== '' || field.classList.contains('has-error') || document.activeElement !== control;
  if (!touched) return valid;
  field.classList.toggle('has-error', !valid);
  let message = field.querySelector('.field-error');
  if (valid) {
    message?.remove();
    control.removeAttribute('aria-invalid');
    return true;
  }
  if (!message) {
    message = document.createElement('p');
    message.className = 'field-error';
    message.id = `${control.id}-error`;
    control.before(message);
  }
  message.textContent = control.validationMessage;
  control.setAttribute('aria-invalid', 'true');
  const described = control.getAttribute('aria-describedby') ?? '';
  if (!described.includes(message.id)) control.setAttribute('aria-describedby', `${described} ${message.id}`.trim());
  return false;
}

// <output data-days-left="date_known" data-days="7" data-one="…{n}…" data-over="…">: days left to file, while the date is chosen.
// The number of days and the words come from the page (procedures/ and the catalogue), not from here.
function count_days(form) {
  for (const output of form.querySelectorAll('[data-days-left]')) {
    const date = form.elements[output.dataset.daysLeft];
    const show = () => {
      const from = Date.parse(date.value);
      const today = Date.parse(document.documentElement.dataset.now?.slice(0, 10) ?? '');
      if (Number.isNaN(from) || Number.isNaN(today)) return;
      const left = Number(output.dataset.days) - Math.round((today - from) / 86400000);
      output.textContent = left < 0 ? output.dataset.over : output.dataset.one.replace('{n}', left);
    };
    date?.addEventListener('input', show);
  }
}

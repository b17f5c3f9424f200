/*
  On a slow line people type before the scripts are there. Hydration then sets every control back to what the server sent, and the
  text would be gone: what was typed until then is remembered and given back.
*/
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isTick = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
const keepsText = (control: Control) => control.type !== 'hidden' && control.type !== 'file';
const answerOf = (control: Control): string | boolean => (isTick(control) ? control.checked : control.value);

function isTouched(control: Control): boolean {
  if (isTick(control)) return control.checked !== control.defaultChecked;
  if (control instanceof HTMLSelectElement)
    return [...control.options].some((option) => option.selected !== option.defaultSelected && option.defaultSelected);
  return control.value !== control.defaultValue;
}

const early = new Map<Control, string | boolean>();

function remember(event: Event): void {
  const control = event.target;
  if (
    (control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement) &&
    keepsText(control)
  )
    early.set(control, answerOf(control));
}

/** Call as early as scripts run, before the page is hydrated. */
export function watchEarlyTyping(): void {
  for (const control of document.querySelectorAll<Control>('input, textarea, select'))
    if (keepsText(control) && isTouched(control)) early.set(control, answerOf(control));
  document.addEventListener('input', remember, true);
}

/** Call once the page is hydrated: controls get back what was typed, and the page hears of it as if it were typed now. */
export function giveBackEarlyTyping(): void {
  document.removeEventListener('input', remember, true);
  const found = [...early];
  early.clear();
  for (const [control, answer] of found) {
    if (!control.isConnected) continue;
    if (isTick(control)) control.checked = answer === true;
    else control.value = String(answer);
    control.dispatchEvent(new Event('input', { bubbles: true }));
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

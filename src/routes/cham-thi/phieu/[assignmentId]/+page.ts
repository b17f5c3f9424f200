// Autosave, the running total and the guard against leaving need scripts; without them the page works by its buttons.
export const csr = true;

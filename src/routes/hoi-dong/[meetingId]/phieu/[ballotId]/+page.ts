// the browser hides the serial of a secret paper before it is signed
export const csr = true;

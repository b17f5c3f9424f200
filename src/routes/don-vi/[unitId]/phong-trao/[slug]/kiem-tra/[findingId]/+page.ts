// resumable uploads of what goes with an answer
export const csr = true;

// resumable uploads of the signed minutes
export const csr = true;

// resumable uploads of papers and of the signed minutes
export const csr = true;

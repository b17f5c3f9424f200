// resumable uploads
export const csr = true;

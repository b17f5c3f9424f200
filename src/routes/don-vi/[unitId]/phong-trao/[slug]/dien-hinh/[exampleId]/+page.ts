// resumable uploads of pictures
export const csr = true;

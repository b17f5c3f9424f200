import { fromBuffer } from 'yauzl';

/** Text of one entry of a zip file. */
export const yauzlEntry = (zip: Buffer, name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, file) => {
      if (error) return reject(error);
      file.on('entry', (entry: { fileName: string }) => {
        if (entry.fileName !== name) return file.readEntry();
        file.openReadStream(entry as never, async (failed, stream) => {
          if (failed) return reject(failed);
          const parts: Buffer[] = [];
          for await (const part of stream) parts.push(part as Buffer);
          resolve(Buffer.concat(parts).toString('utf8'));
        });
      });
      file.on('end', () => reject(new Error(`${name} is not in the file`)));
      file.readEntry();
    });
  });

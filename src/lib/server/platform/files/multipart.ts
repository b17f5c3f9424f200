/**
 * A streaming reader of `multipart/form-data` (RFC 7578) for forms that send one file after a few small fields. Memory holds one
 * chunk, whatever the size of the file.
 */

export class MultipartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MultipartError';
  }
}

interface MultipartFile {
  field: string;
  /** as the browser sent it; clean it before showing */
  name: string;
  /** Must be read to its end before the next part is asked for. */
  body: AsyncIterable<Buffer>;
}

export type MultipartPart = { field: string; value: string } | MultipartFile;

const limits = { headerBytes: 8 * 1024, fieldBytes: 16 * 1024, fields: 40 };

/** The boundary of a content type, or null when it is no multipart form. */
export function boundaryOf(contentType: string | undefined): string | null {
  const match = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType ?? '',
  );
  return match?.[1] ?? match?.[2] ?? null;
}

/** Reads bytes up to a marker without ever holding more than a chunk and the length of the marker. */
class MarkerReader {
  private buffer: Buffer = Buffer.alloc(0);
  private readonly source: AsyncIterator<Buffer>;
  private ended = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  private async more(): Promise<void> {
    const next = await this.source.next();
    if (next.done) {
      this.ended = true;
      throw new MultipartError('the form ends in the middle');
    }
    this.buffer = this.buffer.length === 0 ? next.value : Buffer.concat([this.buffer, next.value]);
  }

  /** Exactly `count` bytes. */
  async take(count: number): Promise<Buffer> {
    while (this.buffer.length < count) await this.more();
    const taken = this.buffer.subarray(0, count);
    this.buffer = this.buffer.subarray(count);
    return taken;
  }

  /** Everything before the marker, in chunks; the marker itself is swallowed. */
  async *until(marker: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.buffer.indexOf(marker);
      if (at >= 0) {
        const rest = this.buffer.subarray(0, at);
        this.buffer = this.buffer.subarray(at + marker.length);
        if (rest.length > 0) yield rest;
        return;
      }
      // The last bytes may be the beginning of the marker.
      const sure = this.buffer.length - marker.length + 1;
      if (sure > 0) {
        const chunk = this.buffer.subarray(0, sure);
        this.buffer = this.buffer.subarray(sure);
        yield chunk;
      }
      await this.more();
    }
  }

  async collect(marker: Buffer, maxBytes: number, what: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.until(marker)) {
      size += chunk.length;
      if (size > maxBytes) throw new MultipartError(`${what} is too long`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** Reads and forgets what is left, so that the browser gets to read our answer. */
  async drain(): Promise<void> {
    this.buffer = Buffer.alloc(0);
    while (!this.ended) this.ended = (await this.source.next()).done === true;
  }
}

function unescapeName(value: string): string {
  // Browsers escape only these three in names.
  return value.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n');
}

function partName(header: string): { field: string; file: string | null } {
  const line = header.split('\r\n').find((candidate) => /^content-disposition\s*:\s*form-data/i.test(candidate)) ?? '';
  const field = /;\s*name="([^"]*)"/i.exec(line)?.[1];
  if (field === undefined) throw new MultipartError('a part has no name');
  const file = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(line)?.[1];
  return { field: unescapeName(field), file: file === undefined ? null : unescapeName(file) };
}

/** Yields the parts in their order. A file that its reader leaves unread is skipped. Throws `MultipartError` on a broken form. */
export async function* readMultipart(source: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<MultipartPart> {
  const reader = new MarkerReader(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first delimiter has no line before it.
  await reader.collect(delimiter.subarray(2), limits.headerBytes, 'the preamble');
  for (let count = 0; ; count += 1) {
    const next = (await reader.take(2)).toString('latin1');
    if (next === '--') return reader.drain();
    if (next !== '\r\n') throw new MultipartError('a boundary is broken');
    if (count >= limits.fields) throw new MultipartError('too many fields');
    const header = (await reader.collect(Buffer.from('\r\n\r\n'), limits.headerBytes, 'a header')).toString('utf8');
    const { field, file } = partName(header);
    if (file === null) {
      const value = (await reader.collect(delimiter, limits.fieldBytes, 'a field')).toString('utf8');
      yield { field, value };
    } else {
      const chunks = reader.until(delimiter);
      // Leaving a `for await` early would end the generator for good, so it is wrapped.
      yield { field, name: file, body: { [Symbol.asyncIterator]: () => ({ next: () => chunks.next() }) } };
      for await (const _rest of chunks);
    }
  }
}

import { readFile } from 'node:fs/promises';
import { createProgramme, readProgrammeText, shippedProgrammes } from '#lib/server/programme/create.ts';
import { demoMovements, demoProgrammes } from '#programmes/son-la/index.ts';
import { type Command, UsageError } from '../command.ts';

export const programme: Command = {
  name: 'programme',
  usage: 'lantoa programme import <tệp.json | tên> [--demo]',
  summary: 'Tạo một cuộc thi hoặc phong trào (bản nháp) từ tệp, hoặc từ chương trình đi kèm theo tên.',
  help: ['--demo   dùng giá trị minh họa ở những chỗ kế hoạch để ngỏ'],
  options: { demo: { type: 'boolean' } },
  async run({ ctx, options, words, print }) {
    const [verb, source] = words;
    const slugs = shippedProgrammes().map((p) => p.slug);
    if (verb !== 'import' || !source || words.length > 2)
      throw new UsageError(`Cách dùng: ${programme.usage}\nChương trình đi kèm: ${slugs.join(', ')}`);
    const shipped = (options.demo ? [...demoProgrammes, ...demoMovements] : shippedProgrammes()).find(
      (p) => p.slug === source,
    );
    const doc = shipped ?? readProgrammeText(await readSource(source, slugs));
    const id = await createProgramme(ctx, { doc });
    print(`Đã tạo bản nháp “${doc.shortName}” (${doc.slug}), mã ${id}.`);
    return 0;
  },
};

async function readSource(path: string, slugs: string[]): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError(`Không đọc được tệp “${path}”. Chương trình đi kèm: ${slugs.join(', ')}`);
  }
}

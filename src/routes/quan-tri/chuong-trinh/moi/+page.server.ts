import { RuleError } from '#lib/domain/kernel/errors.ts';
import { createProgramme, readProgrammeText, shippedProgrammes } from '#lib/server/programme/create.ts';
import { anyById } from '#lib/server/programme/queries.ts';
import { goTo, refuse, text } from '#lib/server/web/forms.ts';
import { requireAdmin } from '#lib/server/web/guard.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
  requireAdmin(ctx, url);
  return { shipped: shippedProgrammes().map(({ slug, name, theme, code }) => ({ slug, name, theme, code })) };
};

export const actions = {
  default: async ({ locals: { ctx }, request }) => {
    const data = await request.formData();
    let slug: string;
    try {
      const shipped = text(data, 'shipped');
      const own = { slug: text(data, 'slug').toLowerCase(), code: text(data, 'code').toUpperCase() };
      const id = await createProgramme(
        ctx,
        shipped && shipped !== 'file' ? { shipped, ...own } : { doc: readProgrammeText(await fileText(data)), ...own },
      );
      slug = (await anyById(ctx.app.db, id))?.slug ?? '';
    } catch (problem) {
      return refuse(problem, data);
    }
    return goTo(`/quan-tri/chuong-trinh/${slug}`);
  },
} satisfies Actions;

async function fileText(data: FormData): Promise<string> {
  const file = data.get('file');
  if (file instanceof File && file.size > 0) return file.text();
  const pasted = data.get('json');
  if (typeof pasted === 'string' && pasted.trim()) return pasted;
  throw new RuleError({
    code: 'programme.json',
    message: 'Hãy chọn tệp chương trình hoặc dán nội dung của tệp.',
    field: 'file',
  });
}

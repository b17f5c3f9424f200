import type { Report } from './findings.ts';
import type { ContestProgramme, DossierStage, FileRequirement, FormField } from './types.ts';

/** The largest file that uploads are built for. */
const LARGEST_FILE = 2 * 1024 ** 3;

/** Dossier and eligibility: limits that cannot be met, questions without answers, declarations that nobody is shown. */
export function checkDossier(programme: ContestProgramme, report: Report): void {
  for (const stage of programme.dossier) {
    const path = `dossier[${stage.id}]`;
    stage.fields.forEach((field, index) => {
      checkField(stage, field, index, `${path}.fields[${field.id}]`, report);
    });
    for (const file of stage.files) checkFile(file, `${path}.files[${file.id}]`, report);
  }
  const { maxEntriesPerPerson, maxEntriesPerGroup } = programme.eligibility;
  const [person, group] = [maxEntriesPerPerson.value, maxEntriesPerGroup?.value ?? null];
  if (person !== null && group !== null && group > person)
    report(
      'warning',
      'group-quota',
      'eligibility.maxEntriesPerGroup',
      `Một nhóm được ${group} bài nhưng mỗi người chỉ được ${person} bài.`,
    );
  const submission = programme.dossier.find((stage) => stage.id === 'submission');
  if (!submission) {
    report('error', 'no-submission', 'dossier', 'Chưa có hồ sơ dự thi (giai đoạn nộp bài).');
    return;
  }
  if (!programme.eligibility.recognisedProducts) return;
  const { declarationId } = programme.eligibility.recognisedProducts;
  const declaration = submission.declarations.find((d) => d.id === declarationId);
  if (!declaration)
    report(
      'error',
      'no-declaration',
      'eligibility.recognisedProducts',
      'Hồ sơ thiếu cam đoan sản phẩm chưa được công nhận.',
    );
  else if (!declaration.required)
    report(
      'error',
      'optional-declaration',
      `dossier[submission].declarations[${declarationId}].required`,
      'Cam đoan sản phẩm chưa được công nhận phải là bắt buộc.',
    );
}

function checkField(stage: DossierStage, field: FormField, index: number, path: string, report: Report): void {
  if (field.minWords !== undefined && field.maxWords !== undefined && field.minWords > field.maxWords)
    report('error', 'word-limits', `${path}.minWords`, `"${field.label}": số từ tối thiểu lớn hơn tối đa.`);
  if ((field.type === 'select' || field.type === 'radio') && (field.options?.length ?? 0) < 2)
    report('error', 'field-options', `${path}.options`, `"${field.label}" cần ít nhất hai lựa chọn.`);
  if (!field.showIf) return;
  const source = stage.fields.slice(0, index).find((f) => f.id === field.showIf?.field);
  if (!source) report('error', 'show-if', `${path}.showIf`, `"${field.label}" phụ thuộc một mục không đứng trước nó.`);
  else if (source.options && !source.options.some((option) => option.id === field.showIf?.equals))
    report('error', 'show-if', `${path}.showIf`, `"${field.label}" chờ một lựa chọn không có của "${source.label}".`);
}

function checkFile(file: FileRequirement, path: string, report: Report): void {
  if (file.minCount > file.maxCount)
    report('error', 'file-count', `${path}.minCount`, `"${file.label}": số tệp tối thiểu lớn hơn tối đa.`);
  if (file.required && file.minCount < 1)
    report('error', 'file-count', `${path}.minCount`, `"${file.label}" là bắt buộc nên cần ít nhất một tệp.`);
  if (file.maxBytes > LARGEST_FILE)
    report('error', 'file-size', `${path}.maxBytes`, `"${file.label}": hệ thống nhận tệp lớn nhất 2 GB.`);
  if (file.video && !file.accept.includes('video'))
    report('error', 'video-limits', `${path}.video`, `"${file.label}" có giới hạn video nhưng không nhận video.`);
  const { minSeconds, maxSeconds } = file.video ?? {};
  if (minSeconds !== undefined && maxSeconds !== undefined && minSeconds > maxSeconds)
    report(
      'error',
      'video-limits',
      `${path}.video.minSeconds`,
      `"${file.label}": thời lượng tối thiểu lớn hơn tối đa.`,
    );
}

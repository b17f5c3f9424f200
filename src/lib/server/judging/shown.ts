import { type FormValue, type FormValues, isShown, ticked } from '#lib/domain/entry/fields.ts';
import { formatDate } from '#lib/domain/kernel/time.ts';
import type { DossierStage, FormField, Programme } from '#lib/domain/programme/types.ts';

/** One answer of a dossier, ready to be read. */
export interface Answer {
  label: string;
  value: string;
}

export interface Section {
  name: string;
  answers: Answer[];
}

/** A file as a judge opens it: by what it is for, never by the name its author gave it. */
export interface DossierFile {
  id: string;
  stage: string;
  /** the dossier it belongs to, as people call it */
  stageName: string;
  requirementId: string;
  label: string;
  kind: 'video' | 'pdf' | 'docx' | 'image' | 'xlsx' | 'other';
  media: string;
  /** bytes */
  size: number;
  seconds: number | null;
  /** bytes of a version for slow lines, at the same address with `?ban=nhe`; null: none */
  light: number | null;
  /** a still picture of a video is at the same address with `?ban=anh` */
  poster: boolean;
}

export interface FileRow {
  id: string;
  stage: string;
  requirement_id: string;
  kind: DossierFile['kind'] | null;
  media: string | null;
  size: number | null;
  facts: Record<string, unknown>;
  light: number | null;
  poster: boolean;
}

const optionLabel = (field: FormField, value: string): string =>
  field.options?.find((option) => option.id === value)?.label ?? value;

function readable(field: FormField, value: FormValue | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((one) => optionLabel(field, one)).join(', ');
  if (field.type === 'checkbox' && !field.options) return value === ticked ? 'Có' : '';
  if (field.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(value);
  return optionLabel(field, value);
}

/** The answers of one stage, in the order of the form, without empty ones. */
const answersOf = (fields: readonly FormField[], values: FormValues): Answer[] =>
  fields
    .filter((field) => isShown(field, fields, values))
    .map((field) => ({ label: field.label, value: readable(field, values[field.id]) }))
    .filter((answer) => answer.value !== '');

/** Files in the order of the dossier's requirements; files of requirements that are not in `stages` are left out. */
function filesOf(stages: readonly DossierStage[], rows: readonly FileRow[]): DossierFile[] {
  return stages.flatMap((stage) =>
    stage.files.flatMap((requirement) => {
      const own = rows.filter((row) => row.stage === stage.id && row.requirement_id === requirement.id);
      return own.map((row, index) => ({
        id: row.id,
        stage: stage.id,
        stageName: stage.name,
        requirementId: requirement.id,
        label: own.length > 1 ? `${requirement.label} (${index + 1})` : requirement.label,
        kind: row.kind ?? ('other' as const),
        media: row.media ?? 'application/octet-stream',
        size: row.size ?? 0,
        seconds: typeof row.facts.seconds === 'number' ? row.facts.seconds : null,
        light: row.light,
        poster: row.poster,
      }));
    }),
  );
}

/** What finalists completed comes first: it is what the final judges. */
export const stagesInOrder = (dossier: readonly DossierStage[], final: boolean): DossierStage[] =>
  final ? dossier.toReversed() : dossier.filter((stage) => stage.id === 'submission');

/** What is read of an entry whoever its judge is. */
export interface ShownRow {
  code: string;
  title: string;
  pillar: string | null;
  topics: string[];
  /** the answers of each stage, in the order of `stages` */
  forms: FormValues[];
}

/** The dossier as its judge reads it, made of nothing but these rows. */
export const shownEntry = (
  doc: Pick<Programme, 'pillars' | 'topics'>,
  stages: readonly DossierStage[],
  row: ShownRow,
  files: readonly FileRow[],
) => ({
  code: row.code,
  title: row.title,
  pillar: doc.pillars.items.find((pillar) => pillar.id === row.pillar)?.name ?? null,
  topics: doc.topics.items.filter((topic) => row.topics.includes(topic.id)).map((topic) => topic.name),
  sections: stages
    .map((stage, index) => ({ name: stage.name, answers: answersOf(stage.fields, row.forms[index] ?? {}) }))
    .filter((section) => section.answers.length > 0),
  files: filesOf(stages, files),
});

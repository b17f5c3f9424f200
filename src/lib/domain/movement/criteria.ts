import type { MovementCriterion, MovementProgramme, SubjectClass } from './types.ts';

/** Classes that are judged by the same criteria stand together, in the order of the document (Q25-6). */
export function criteriaByClass(
  doc: Pick<MovementProgramme, 'classes' | 'criteria'>,
): { classes: SubjectClass[]; criteria: MovementCriterion[] }[] {
  const groups = new Map<string, { classes: SubjectClass[]; criteria: MovementCriterion[] }>();
  for (const one of doc.classes) {
    const criteria = doc.criteria.filter((criterion) => criterion.classIds.includes(one.id));
    const key = criteria.map((criterion) => criterion.id).join(' ');
    const group = groups.get(key);
    if (group) group.classes.push(one);
    else groups.set(key, { classes: [one], criteria });
  }
  return [...groups.values()];
}

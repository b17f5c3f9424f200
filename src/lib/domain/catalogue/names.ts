/** The catalogues by their names in the store and by their words in addresses. */
import type { CatalogueDocument, CatalogueDocuments, CatalogueName } from './types.ts';

const slugs: Record<Exclude<CatalogueName, `law:${string}`>, string> = {
  'base-salary': 'luong-co-so',
  holidays: 'ngay-nghi',
  offices: 'co-quan',
};

const titles: typeof slugs = {
  'base-salary': 'Mức lương cơ sở',
  holidays: 'Ngày nghỉ, ngày làm bù',
  offices: 'Cơ quan làm công tác khen thưởng',
};

export const slugOf = (name: CatalogueName): string => (isLaw(name) ? name.slice(4) : slugs[name]);

export function nameOf(slug: string): CatalogueName {
  const found = Object.entries(slugs).find(([, word]) => word === slug);
  return found ? (found[0] as CatalogueName) : `law:${slug}`;
}

export const isLaw = (name: CatalogueName): name is `law:${string}` => name.startsWith('law:');

export const kindOfCatalogue = (name: CatalogueName): keyof CatalogueDocuments => (isLaw(name) ? 'law' : name);

export const titleOf = (name: CatalogueName, doc: CatalogueDocument): string =>
  isLaw(name) ? (doc as CatalogueDocuments['law']).name : titles[name];

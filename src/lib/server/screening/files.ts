import { notFound } from '#lib/domain/kernel/errors.ts';
import type { FilePurposeRules } from '../file/purposes.ts';

export const letterFiles: FilePurposeRules = {
  authorise: async () => {
    throw notFound();
  },
  attach: async () => {},
  detach: async () => {},
  rule: async () => null,
  mayRead: async () => false,
};

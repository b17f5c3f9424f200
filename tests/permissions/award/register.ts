import { everyone, type Rule } from '../rules.ts';

export const registerRows: Record<string, Rule | Rule[]> = {
  'GET /khen-thuong': everyone,
};

import { ensureBuilt } from './built.ts';

ensureBuilt();

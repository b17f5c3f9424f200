import { Browser } from '../support/http.ts';
import { contestPath } from './contest.path.ts';

contestPath(async (server) => () => new Browser(server.url));

import { Browser } from '../support/http.ts';
import { awardPath } from './award.path.ts';

awardPath({ browsers: async (server) => () => new Browser(server.url), scripts: false });

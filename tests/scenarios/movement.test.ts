import { Browser } from '../support/http.ts';
import { movementPath } from './movement.path.ts';

movementPath({ browsers: async (server) => () => new Browser(server.url), scripts: false });

import { Browser } from '../support/http.ts';
import { videoPath } from './video.path.ts';

videoPath({ browsers: async (server) => () => new Browser(server.url), scripts: false });

import { makeRenditions } from '#lib/server/file/makeRenditions.ts';
import { videosWithoutRenditions } from '#lib/server/file/renditions.ts';
import { findFfmpeg } from '#lib/server/platform/files/ffmpeg.ts';
import { type Command, UsageError } from '../command.ts';

const kinds = { poster: 'ảnh bìa', 'poster-small': 'ảnh bìa nhỏ', fast: 'bản phát nhanh', low: 'bản nhẹ 480p' };
const states = { ready: 'xong', needless: 'không cần', unavailable: 'chưa làm được', failed: 'lỗi' };

export const file: Command = {
  name: 'file',
  usage: 'lantoa file renditions',
  summary: 'Làm ảnh bìa và bản nhẹ còn thiếu cho các video của thư viện; cần có ffmpeg (PATH hoặc LANTOA_FFMPEG).',
  async run({ app, words, print }) {
    if (words.length !== 1 || words[0] !== 'renditions') throw new UsageError('Hãy gõ: lantoa file renditions');
    if (!(await findFfmpeg())) {
      print('Không tìm thấy ffmpeg. Hãy cài ffmpeg, hoặc đặt LANTOA_FFMPEG là đường dẫn của chương trình ffmpeg.');
      return 1;
    }
    const videos = await videosWithoutRenditions(app.db);
    let failures = 0;
    for (const video of videos) {
      const outcomes = await makeRenditions(app, video.id);
      print(`${video.name}: ${outcomes.map(({ kind, state }) => `${kinds[kind]} ${states[state]}`).join(', ')}`);
      for (const { state, problem } of outcomes) if (state === 'failed') print(`    ${problem}`);
      failures += outcomes.filter(({ state }) => state === 'failed').length;
    }
    print(videos.length === 0 ? 'Mọi video của thư viện đã đủ.' : `Đã làm cho ${videos.length} video.`);
    return failures === 0 ? 0 : 1;
  },
};

import { containerOf, type VideoContainer } from '#lib/domain/file/kind.ts';
import type { FileRule, VideoFacts } from '#lib/domain/file/requirement.ts';

const unknown: VideoFacts = { seconds: null, width: null, height: null, videoCodec: null, audioCodec: null };

/** What the browser's own player says: nothing is downloaded and only the index of the file is read. */
function askPlayer(file: File): Promise<VideoFacts | null> {
  return new Promise((resolve) => {
    const video = document.createElement('video');
    const address = URL.createObjectURL(file);
    const done = (facts: VideoFacts | null) => {
      clearTimeout(timer);
      video.removeAttribute('src');
      video.load();
      URL.revokeObjectURL(address);
      resolve(facts);
    };
    const timer = setTimeout(() => done(null), 10_000);
    video.preload = 'metadata';
    video.muted = true;
    video.onerror = () => done(null);
    video.onloadedmetadata = () => {
      const { duration, videoWidth, videoHeight } = video;
      // Recordings of browsers have no length in their head, and a codec that cannot be shown has no size.
      const complete = Number.isFinite(duration) && duration > 0 && videoWidth > 0;
      done(complete ? { ...unknown, seconds: duration, width: videoWidth, height: videoHeight } : null);
    };
    video.src = address;
  });
}

/** What the file itself says; fetched only when the player does not know or a codec matters. */
async function askFile(file: File): Promise<VideoFacts> {
  const { ALL_FORMATS, BlobSource, Input } = await import('mediabunny');
  const input = new Input({ source: new BlobSource(file), formats: ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) return unknown;
    const audio = await input.getPrimaryAudioTrack();
    return {
      seconds: await input.computeDuration(),
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      videoCodec: await video.getCodec(),
      audioCodec: audio ? await audio.getCodec() : null,
    };
  } finally {
    input.dispose();
  }
}

async function formatOf(file: File): Promise<VideoContainer | null> {
  const start = await file
    .slice(0, 64)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  return containerOf(new Uint8Array(start));
}

/**
 * Format, length, picture size and, if the rule asks for them, codecs of a chosen video. What cannot be read here is null: the
 * server looks again.
 */
export async function readVideoFacts(file: File, rule: FileRule['video']): Promise<VideoFacts> {
  const [shown, container] = await Promise.all([askPlayer(file), formatOf(file)]);
  if (shown && !rule?.codecs) return { ...shown, container };
  const read = await askFile(file).catch(() => unknown);
  return {
    seconds: read.seconds ?? shown?.seconds ?? null,
    width: read.width ?? shown?.width ?? null,
    height: read.height ?? shown?.height ?? null,
    videoCodec: read.videoCodec,
    audioCodec: read.audioCodec,
    container,
  };
}

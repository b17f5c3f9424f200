const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** "850 B", "1,5 MB", "2 GB": binary steps as the file managers of people show them, Vietnamese decimal comma. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  // Rounding may reach the next step: 1023,99 KB is 1 MB.
  if (Number(value.toFixed(digits)) >= 1024 && unit < units.length - 1) return `1 ${units[unit + 1]}`;
  return `${value.toFixed(digits).replace(/\.0$/, '').replace('.', ',')} ${units[unit]}`;
}

/** "10:00", "1:02:05". `round: 'up'` for a length over a limit, so that 600,4 s never reads as the allowed 10:00. */
export function formatDuration(seconds: number, round: 'down' | 'up' = 'down'): string {
  const safe = Math.max(0, seconds);
  const total = round === 'up' ? Math.ceil(safe) : Math.floor(safe);
  const pad = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`;
}

/** "khoảng 2 phút", "chưa đến 1 phút": how long something still takes. */
export function formatRemaining(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'chưa ước tính được';
  if (seconds < 60) return 'chưa đến 1 phút';
  if (seconds < 3600) return `khoảng ${Math.ceil(seconds / 60)} phút`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.ceil((seconds % 3600) / 60)];
  return minutes === 60 ? `khoảng ${hours + 1} giờ` : `khoảng ${hours} giờ${minutes ? ` ${minutes} phút` : ''}`;
}

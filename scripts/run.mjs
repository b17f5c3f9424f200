// Every npm script passes here, in plain JavaScript, so that an old Node gets a sentence instead of a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Lan Tỏa cần Node 22.18 trở lên (khuyên dùng 24 LTS); máy này đang chạy ${process.version}.\n` +
      'Trên Linux x64, `npm ci` tự mang Node 24 theo: hãy chạy bằng `npm run …`. Hệ điều hành khác: cài Node 24 từ nodejs.org.\n' +
      `Lan Tỏa needs Node 22.18 or newer (24 LTS recommended); this is ${process.version}. On Linux x64 \`npm ci\` brings its own: use \`npm run …\`.`,
  );
  process.exit(1);
}
const name = process.argv[2];
if (!/^[a-z]+$/.test(name ?? '')) {
  console.error('usage: node scripts/run.mjs <script> [arguments]');
  process.exit(2);
}
process.argv.splice(1, 2, name);
await import(name === 'bench' ? '../bench/run.ts' : name === 'lantoa' ? '../src/cli/lantoa.ts' : `./${name}.ts`);

// Screenshots of pages at 360 and 1280 px, light and dark, and axe-core's opinion of them. Exits 1 when axe finds a fault or a page scrolls sideways.
//
//   NETRA_WRITE_PAGES=build/pages build/dev/test_engine_page --gtest_filter='*looked_at'
//   node tools/web/look.mjs build/pages build/shots            a folder of pages, with the assets of build/web/static
//   node tools/web/look.mjs http://127.0.0.1:8080 build/shots /lapor /today …     a running server
import { createServer } from 'node:http';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const [source, shots, ...wanted] = process.argv.slice(2);
mkdirSync(shots, { recursive: true });
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

let base = source;
let paths = wanted;
let server;
if (!source.startsWith('http')) {
  server = createServer((request, answer) => {
    const path = new URL(request.url, 'http://x').pathname;
    const file = path.startsWith('/assets/') ? join(root, 'build/web/static', path.slice(8)) : join(source, path);
    try {
      const bytes = readFileSync(file);
      answer.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain', 'Content-Security-Policy': "default-src 'self'" });
      answer.end(bytes);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${server.address().port}`;
  paths = readdirSync(source).filter((name) => name.endsWith('.html')).map((name) => `/${name}`);
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let faults = 0;
for (const path of paths)
  for (const width of [360, 1280])
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: { width, height: width === 360 ? 740 : 900 }, colorScheme });
      page.on('console', (message) => message.type() === 'error' && (faults++, console.log(path, message.text())));
      page.on('pageerror', (error) => (faults++, console.log(path, error.message)));
      await page.goto(base + path, { waitUntil: 'networkidle' });
      const name = `${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-html$/g, '')}-${width}-${colorScheme}`;
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) (faults++, console.log(name, `scrolls sideways by ${wide} px`));
      // As a test would: axe is put in by the driver, not by the page, so the page's own policy stays as it is.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const violation of violations) {
        faults++;
        console.log(name, violation.id, violation.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).slice(0, 4));
      }
      await page.close();
    }
await browser.close();
server?.close();
process.exit(faults ? 1 : 0);

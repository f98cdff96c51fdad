// Builds what browsers load, from web/ into OUT (build/web/static): one stylesheet, the scripts as they are, one sprite of icons, the typeface.
//
//   node tools/web/build.mjs OUT
//
// Needs `npm ci` in web/ for the typeface only. Same sources, same bytes.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = join(dirname(fileURLToPath(import.meta.url)), '../../web');
const out = process.argv[2];
if (!out) throw new Error('usage: build.mjs OUT');

const read = (...path) => readFileSync(join(web, ...path), 'utf8');
const files = (folder, end) => readdirSync(join(web, folder)).filter((name) => name.endsWith(end)).sort();

// Comments and idle spaces go; nothing inside strings of our own styles looks like either.
const small_css = (css) =>
  css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,>]) ?/g, '$1').replace(/: /g, ':').replace(/;}/g, '}').trim();
// Dark when the device says so, and dark by choice: written once, told twice.
const dark_by_choice = (css) => {
  const dark = /(@media \(prefers-color-scheme: dark\) \{\s*):root:where\(:not\(\[data-theme="light"\]\)\)( \{[^}]*\})\s*\}/;
  if (!dark.test(css)) throw new Error('1-tokens.css: no dark colours found');
  return css.replace(dark, '$&\n:root:where([data-theme="dark"])$2\n:root:where([data-theme="dark"]) { color-scheme: dark }');
};
const small_js = (js) => js.replace(/^\s*\/\/.*$/gm, '').replace(/^\s+/gm, '');
const symbol = (name) =>
  read('icons', name).trim().replace(/^<svg xmlns="[^"]*" viewBox="([^"]*)">/, `<symbol id="${name.slice(0, -4)}" viewBox="$1">`).replace(/<\/svg>$/, '</symbol>');

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'root'), { recursive: true });
writeFileSync(join(out, 'app.css'), small_css(dark_by_choice(files('css', '.css').map((name) => read('css', name)).join('\n'))));
for (const name of files('js', '.js')) writeFileSync(join(out, name), small_js(read('js', name)));
writeFileSync(join(out, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${files('icons', '.svg').map(symbol).join('')}</svg>`);
cpSync(join(web, 'logo.svg'), join(out, 'icon.svg'));
cpSync(join(web, 'logo.svg'), join(out, 'root', 'favicon.svg'));
writeFileSync(join(out, 'root', 'robots.txt'), read('robots.txt'));
cpSync(join(web, 'node_modules/@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2'), join(out, 'jakarta.woff2'));
cpSync(join(web, 'node_modules/@fontsource-variable/plus-jakarta-sans/LICENSE'), join(out, 'jakarta.LICENSE.txt'));

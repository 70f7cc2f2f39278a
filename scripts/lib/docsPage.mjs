import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'

const BUNDLE = 'node_modules/redoc/bundles/redoc.standalone.js'
/** An image of the makers: the only thing that the bundle asks somebody else for. */
const LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg'

/** Redoc as a script that sends no request to anybody but this service. @throws Error when a new version wants to be looked at */
export function redocScript() {
  const parts = readFileSync(join(ROOT, BUNDLE), 'utf8').split(LOGO)
  if (parts.length !== 2) throw new Error(`${BUNDLE} is not the one that scripts/lib/docsPage.mjs knows: see what it loads from elsewhere`)
  return parts.join('data:,') // an image that cannot be shown is left out
}

/** In place of the address of the source: the service puts SOURCE_URL here (src/api/docs.ts). */
const SOURCE = 'SOURCE_URL'

/** The page at /api. It has no inline script, and no inline style but one whose hash the service allows. */
export function docsPage(contract, script) {
  const version = createHash('sha256').update(script).digest('hex').slice(0, 12)
  return page(
    contract,
    SOURCE,
    `<redoc spec-url="/api/openapi.json" expand-responses="200" required-props-first show-extensions="x-role,x-scope"></redoc>
  <noscript>This page needs JavaScript. The contract itself: <a href="/api/openapi.yaml">openapi.yaml</a>.</noscript>
  <script src="/assets/redoc.js?v=${version}"></script>`,
  )
}

/** The same as one file that needs no server: script and contract are inside. `source` is the address of the source. */
export function staticDocsPage(contract, source, script) {
  const start = `Redoc.init(${JSON.stringify(contract)}, { expandResponses: '200', requiredPropsFirst: true, showExtensions: ['x-role', 'x-scope'] }, document.getElementById('docs'))`
  // as data: URLs there is nothing in them that HTML could misread
  const tag = (text) => `<script src="data:text/javascript;charset=utf-8;base64,${Buffer.from(text).toString('base64')}"></script>`
  return page(
    contract,
    source,
    `<div id="docs"></div>
  <noscript>This page needs JavaScript.</noscript>
  ${tag(script)}
  ${tag(start)}`,
  )
}

/** Long header values are read as a whole: lines wrap, against Redoc's own rules for code. */
const STYLE =
  'body { margin: 0 } body > footer { padding: 1em; text-align: center; font: 14px sans-serif } pre, pre *, .redoc-json code { white-space: pre-wrap !important; overflow-wrap: anywhere !important }'

const page = (contract, source, body) => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(contract.info.title)}</title>
  <link rel="icon" href="data:,">
  <style>${STYLE}</style>
</head>
<body>
  ${body}
  <footer><a href="${escapeHtml(source)}">Source code</a></footer>
</body>
</html>
`

const escapeHtml = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)

import type { Context } from 'koa'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for use in HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!)

/** No script at all, no frame around it, and forms go to ourselves. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** Answers with a whole page. `body` is HTML: whatever of it came from outside has been through `escapeHtml`. */
export function page(ctx: Context, title: string, body: string, language: 'en' | 'fr' = 'en', status = 200): void {
  ctx.status = status
  ctx.set('Content-Security-Policy', PAGE_POLICY)
  ctx.set('Referrer-Policy', 'no-referrer') // a link's code must not travel on
  ctx.type = 'html'
  ctx.body = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/assets/pico.min.css">
</head>
<body><main class="container"><h1>${escapeHtml(title)}</h1>
${body}
</main></body>
</html>
`
}

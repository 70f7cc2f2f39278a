import type Router from '@koa/router'
import type { Context } from 'koa'
import bodyParser from 'koa-bodyparser'
import { clientOf } from '../api/client.js'
import { AppError } from '../domain/errors.js'
import { addressBlock } from '../domain/ip.js'
import { confirmChange } from '../services/addressChange.js'
import type { Deps, Language } from '../services/deps.js'
import { countRequest } from '../services/limits.js'
import { escapeHtml, page } from './page.js'

const TEXTS = {
  en: {
    title: 'Confirm your e-mail address',
    ask: 'Is this your new address? Confirm it here.',
    button: 'Confirm',
    done: 'Your e-mail address is now',
    later: 'Too many tries. Try again later.',
    failed: 'This link is no longer good. Ask for a new one in your app.',
  },
  fr: {
    title: 'Confirmez votre adresse e-mail',
    ask: 'Est-ce votre nouvelle adresse ? Confirmez-la ici.',
    button: 'Confirmer',
    done: 'Votre adresse e-mail est désormais',
    later: "Trop d'essais. Réessayez plus tard.",
    failed: "Ce lien n'est plus valable. Demandez-en un nouveau dans votre application.",
  },
} satisfies Record<Language, Record<string, string>>

/** Where the link of an e-mail change leads. Opening it (mail scanners do) changes nothing: it asks for a click. */
export function confirmEmailPages(router: Router, deps: Deps): void {
  router.get('/confirm-email', (ctx) => {
    const { language } = clientOf(ctx)
    const { account, code } = fields(ctx.query)
    const texts = TEXTS[language]
    page(
      ctx,
      texts.title,
      `<p>${texts.ask}</p>
<form method="post" action="/confirm-email">
<input type="hidden" name="account" value="${escapeHtml(account)}"><input type="hidden" name="code" value="${escapeHtml(code)}">
<button type="submit">${texts.button}</button>
</form>`,
      language,
    )
  })
  router.post('/confirm-email', bodyParser({ enableTypes: ['form'], formLimit: '4kb' }), async (ctx) => {
    const { language } = clientOf(ctx)
    const { account, code } = fields(ctx.request.body as Record<string, unknown>)
    await confirm(ctx, deps, language, Number(account), code)
  })
}

async function confirm(ctx: Context, deps: Deps, language: Language, accountId: number, code: string): Promise<void> {
  const texts = TEXTS[language]
  try {
    ctx.set(await countRequest(deps, 'activations', addressBlock(ctx.ip)))
    if (!Number.isInteger(accountId) || accountId < 1 || accountId > 2_147_483_647) throw new AppError(404, 'nothing_pending', texts.failed)
    const { email } = await confirmChange(deps, accountId, 'email', code)
    page(ctx, texts.title, `<p>${texts.done} <strong>${escapeHtml(email ?? '')}</strong>.</p>`, language)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    ctx.set(error.headers as Record<string, string>)
    page(ctx, texts.title, `<p>${error.status === 429 ? texts.later : texts.failed}</p>`, language, error.status)
  }
}

function fields(values: Record<string, unknown>): { account: string; code: string } {
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 64) : '')
  return { account: text(values.account), code: text(values.code) }
}

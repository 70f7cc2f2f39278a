import { notFound } from '../../domain/errors.js'
import { parseAor } from '../../domain/sip.js'
import { createAccountWithToken } from '../../services/accounts/accounts.js'
import { realmOf } from '../../services/accounts/record.js'
import type { With } from '../../services/deps.js'
import { activateByCode } from '../../services/signUp/activation.js'
import { createToken } from '../../services/signUp/tokens.js'
import { presentAccount } from '../present.js'
import type { Handlers } from '../types.js'

export const signUpHandlers = (deps: With<'accounts' | 'limits' | 'outbound'>): Handlers<'signUp'> => ({
  createToken: async ({ body }) => {
    await createToken(deps, body)
    return { status: 200, body: {} }
  },
  createAccountWithToken: async ({ body, caller }) => ({
    status: 200,
    body: presentAccount(deps.config, await createAccountWithToken(deps, body, caller)),
  }),
  getAccountInfo: async ({ params }) => {
    const aor = parseAor(params.sip)
    const account = aor && (await deps.accounts.byAor(aor))
    if (!account) throw notFound('There is no such account.')
    return { status: 200, body: { activated: account.activated, realm: realmOf(deps.config, account.domain) } }
  },
  activateByEmail: async ({ params, body, caller }) => ({
    status: 200,
    body: presentAccount(deps.config, await activateByCode(deps, parseAor(params.sip), body.code, caller)),
  }),
  activateByPhone: async ({ params, body, caller }) => ({
    status: 200,
    body: presentAccount(deps.config, await activateByCode(deps, parseAor(params.sip), body.code, caller)),
  }),
})

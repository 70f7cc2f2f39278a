import type { Caller } from '../../caller.js'
import { newAccountCheck } from '../../contract/newAccountCheck.js'
import type { ContractFiles } from '../../contract/read.js'
import { createAccount } from '../../services/accounts/accounts.js'
import { createAccounts } from '../../services/accounts/bulk.js'
import type { Changeable } from '../../services/accounts/change/changeable.js'
import { activateAccount, blockAccount, deactivateAccount, unblockAccount } from '../../services/accounts/change/state.js'
import { updateAccount } from '../../services/accounts/change/update.js'
import { renewConfirmationKey } from '../../services/accounts/confirmationKey.js'
import { deleteAccount } from '../../services/accounts/deletion.js'
import { findByEmail, findById, findBySip } from '../../services/accounts/find.js'
import { listAccounts, listAccountsAfter } from '../../services/accounts/list/list.js'
import type { AccountRecord } from '../../services/accounts/record.js'
import { fieldChecks } from '../../services/checks.js'
import { createKeyFor, listKeysOf, revokeApiKey } from '../../services/credentials/apiKeys.js'
import type { With } from '../../services/deps.js'
import { provisioningLinkOf, readableLink } from '../../services/provisioning/links.js'
import { reading } from '../../services/reading.js'
import { sendInvitation, sendPasswordReset } from '../../services/recovery/resetLink.js'
import { accountTags } from '../accountTags.js'
import { presentPage } from '../present/accountPage.js'
import { presentAccount, presentAdminAccount } from '../present/accounts.js'
import { presentApiKey, presentMadeKey } from '../present/apiKeys.js'
import { presentBulk } from '../present/bulk.js'
import { type Handlers, reply } from '../types.js'

/** What activation and deactivation are called with, by POST and by GET. */
interface Change {
  params: { id: number }
  caller: Caller
}

export const accountHandlers = (deps: With<'accounts' | 'limits' | 'outbound'>, files: ContractFiles): Handlers<'accounts'> => {
  const check = newAccountCheck(files.contract, fieldChecks(deps))
  const activate = async ({ params, caller }: Change) => presentAccount(deps, await activateAccount(deps, params.id, caller))
  const deactivate = async ({ params, caller }: Change) => presentAccount(deps, await deactivateAccount(deps, params.id, caller))
  const shown = async (account: AccountRecord) => presentAdminAccount(deps, account, await provisioningLinkOf(deps, account.id))
  const tags = accountTags(deps)
  const tagged = async (account: Changeable) => reply({ status: 200, body: await shown(account), headers: tags.of(account) })
  const found = async (account: AccountRecord) => ({ ...(await presentAccount(deps, account)), call_forwardings: [] })
  return {
    createAccount: async ({ body, caller }) => {
      const account = await createAccount(deps, body, caller)
      return presentAdminAccount(deps, account, readableLink(deps, account.provisioning))
    },
    listAccounts: ({ query }) =>
      reading(deps, async (from) => {
        if (query.cursor === undefined) return presentPage(from, await listAccounts(from, query), query)
        const { accounts, perPage, nextCursor } = await listAccountsAfter(from, query, query.cursor)
        return {
          data: await Promise.all(accounts.map((account) => presentAccount(from, account))),
          next_cursor: nextCursor,
          per_page: perPage,
        }
      }),
    createAccounts: async ({ body, caller }) => presentBulk(body.accounts, await createAccounts(deps, body, check, caller)),
    getAccount: async ({ params }) => {
      const { account, belongings } = await findById(deps, params.id)
      const body = await presentAdminAccount(deps, account, readableLink(deps, account.provisioning), belongings)
      const dictionary = Object.entries(belongings.dictionary).map(([key, value]) => ({ key, value }))
      return reply({ status: 200, body, headers: tags.of({ ...account, dictionary }) })
    },
    updateAccount: async ({ params, headers, body, caller }) =>
      tagged(await updateAccount(deps, params.id, body, tags.expected(headers), caller)),
    getAccountBySip: async ({ params }) => found(await findBySip(deps, params.sip)),
    getAccountByEmail: async ({ params }) => found(await findByEmail(deps, params.email)),
    deleteAccount: async ({ params, caller }) => {
      await deleteAccount(deps, params.id, caller)
      return {}
    },
    createConfirmationKey: async ({ params, caller }) => shown(await renewConfirmationKey(deps, params.id, caller)),
    sendPasswordReset: async ({ params, caller }) => {
      await sendPasswordReset(deps, params.id, caller)
      return {}
    },
    sendInvitation: async ({ params, caller }) => {
      await sendInvitation(deps, params.id, caller)
      return {}
    },
    listApiKeys: async ({ params }) => ({ data: (await listKeysOf(deps, params.id)).map(presentApiKey) }),
    createApiKey: async ({ params, body, caller }) => {
      const { name, scope, networks, idle_minutes: idleMinutes } = body
      const wish = { name, scope, ...(networks && { networks }), ...(idleMinutes !== undefined && { idleMinutes }) }
      return reply({ status: 201, body: presentMadeKey(await createKeyFor(deps, params.id, caller, wish)) })
    },
    deleteApiKey: async ({ params, caller }) => {
      await revokeApiKey(deps, params.id, params.key_id, caller)
      return {}
    },
    activateAccount: activate,
    activateAccountByGet: activate,
    deactivateAccount: deactivate,
    deactivateAccountByGet: deactivate,
    blockAccount: async ({ params, caller }) => presentAccount(deps, await blockAccount(deps, params.id, caller)),
    unblockAccount: async ({ params, caller }) => presentAccount(deps, await unblockAccount(deps, params.id, caller)),
  }
}

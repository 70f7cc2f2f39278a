import { qrPng, qrSvg } from '../../lib/qrCode.js'
import { getAccount } from '../../services/accounts/accounts.js'
import { takeDocumentAccount } from '../../services/authTokens/authTokens.js'
import type { With } from '../../services/deps.js'
import type { DocumentKind } from '../../services/metrics.js'
import { type Provisioned, provisioningDocument } from '../../services/provisioning/document.js'
import { sendProvisioningLink } from '../../services/provisioning/email.js'
import {
  createOwnProvisioningLink,
  createProvisioningLink,
  findProvisioningLink,
  provisioningUrl,
  redeemProvisioningLink,
} from '../../services/provisioning/links.js'
import { presentAccount, presentLink, presentOwnAccount } from '../present/accounts.js'
import { type Handlers, reply } from '../types.js'

export const provisioningHandlers = (deps: With<'accounts' | 'limits' | 'outbound' | 'metrics'>): Handlers<'provisioning'> => ({
  getProvisioning: () => document(deps, 'everybody'),
  getMyProvisioning: ({ principal }) => document(deps, 'own', principal.account),
  consumeProvisioning: async ({ params, query, caller }) => {
    const resetPassword = query.reset_password !== undefined
    const account = await redeemProvisioningLink(deps, params.provisioning_token, { resetPassword }, caller)
    return document(deps, 'link', account)
  },
  getAttachedProvisioning: async ({ params, caller }) =>
    document(deps, 'attached', await takeDocumentAccount(deps, params.auth_token, caller)),
  getProvisioningQrCode: async ({ params, query, headers }) => {
    await findProvisioningLink(deps, params.provisioning_token)
    const url = provisioningUrl(deps, params.provisioning_token, query.reset_password !== undefined)
    const named = { 'X-Qrcode-URL': url }
    const format = query.format ?? (headers.accept?.includes('image/svg+xml') && !headers.accept.includes('image/png') ? 'svg' : 'png')
    if (format === 'svg') return reply({ status: 200, type: 'image/svg+xml', body: await qrSvg(url), headers: named })
    // the contract's generator knows bytes as a string
    return reply({ status: 200, type: 'image/png', body: (await qrPng(url)) as unknown as string, headers: named })
  },
  provisionMe: async ({ principal, caller }) => {
    const link = await createOwnProvisioningLink(deps, principal.account, caller)
    return { ...(await presentOwnAccount(deps, principal.account)), ...presentLink(link) }
  },
  provisionAccount: async ({ params, caller }) => {
    const link = await createProvisioningLink(deps, params.id, caller)
    return { ...(await presentAccount(deps, await getAccount(deps, params.id))), ...presentLink(link) }
  },
  sendProvisioningEmail: async ({ params, caller }) => {
    await sendProvisioningLink(deps, params.id, caller)
    return {}
  },
})

function document(deps: With<'metrics'>, kind: DocumentKind, account?: Provisioned) {
  // an app that kept the address of a document without its account would lose its password at each start (liblinphone 5.5)
  const body = provisioningDocument(deps, account, { once: kind !== 'own' })
  deps.metrics.document(kind)
  return reply({ status: 200, type: 'application/xml', body })
}

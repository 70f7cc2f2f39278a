import type { Platform } from '../../services/platform.js'
import { createVcard, deleteVcard, getVcard, listVcards, updateVcard } from '../../services/vcards/vcards.js'
import { fileOfVcards, presentVcard, vcardFile } from '../present/vcards.js'
import { type Handlers, reply } from '../types.js'

export const vcardHandlers = (deps: Platform): Handlers<'vcards'> => {
  const byUid = async (accountId: number) =>
    Object.fromEntries((await listVcards(deps, accountId)).map((vcard) => [vcard.uid, presentVcard(vcard)]))
  return {
    listOwnVcards: ({ principal }) => byUid(principal.account.id),
    createOwnVcard: async ({ principal, body, caller }) =>
      reply({ status: 201, body: presentVcard(await createVcard(deps, principal.account.id, body.vcard, caller)) }),
    getOwnVcard: async ({ principal, params }) => presentVcard(await getVcard(deps, principal.account.id, params.uid)),
    updateOwnVcard: async ({ principal, params, body, caller }) =>
      presentVcard(await updateVcard(deps, principal.account.id, params.uid, body.vcard, caller)),
    deleteOwnVcard: async ({ principal, params, caller }) => {
      await deleteVcard(deps, principal.account.id, params.uid, caller)
      return {}
    },
    listVcards: ({ params }) => byUid(params.id),
    createVcard: async ({ params, body, caller }) =>
      reply({ status: 201, body: presentVcard(await createVcard(deps, params.id, body.vcard, caller)) }),
    getVcard: async ({ params }) => presentVcard(await getVcard(deps, params.id, params.uid)),
    updateVcard: async ({ params, body, caller }) => presentVcard(await updateVcard(deps, params.id, params.uid, body.vcard, caller)),
    deleteVcard: async ({ params, caller }) => {
      await deleteVcard(deps, params.id, params.uid, caller)
      return {}
    },
    downloadVcards: async ({ principal }) => vcardFile(fileOfVcards(await listVcards(deps, principal.account.id))),
    downloadVcard: async ({ principal, params }) => vcardFile(fileOfVcards([await getVcard(deps, principal.account.id, params.uid)])),
  }
}

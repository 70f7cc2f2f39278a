import type { Platform } from '../../services/platform.js'
import {
  createVcard,
  deleteVcard,
  getVcard,
  listOwnVcards,
  listVcards,
  updateVcard,
  type VcardRecord,
} from '../../services/vcards/vcards.js'
import { entityTags } from '../entityTags.js'
import { fileOfVcards, presentVcard, vcardFile } from '../present/vcards.js'
import { type Handlers, reply } from '../types.js'

export const vcardHandlers = (deps: Platform): Handlers<'vcards'> => {
  const byUid = (vcards: VcardRecord[]) => Object.fromEntries(vcards.map((vcard) => [vcard.uid, presentVcard(vcard)]))
  const tags = entityTags(deps, 'vcard', ({ vcard }: VcardRecord) => vcard)
  const tagged = (vcard: VcardRecord) => reply({ status: 200, body: presentVcard(vcard), headers: tags.of(vcard) })
  return {
    listOwnVcards: async ({ principal }) => byUid(await listOwnVcards(deps, principal.account.id)),
    createOwnVcard: async ({ principal, body, caller }) =>
      reply({ status: 201, body: presentVcard(await createVcard(deps, principal.account.id, body.vcard, caller)) }),
    getOwnVcard: async ({ principal, params }) => tagged(await getVcard(deps, principal.account.id, params.uid)),
    updateOwnVcard: async ({ principal, params, headers, body, caller }) =>
      tagged(await updateVcard(deps, principal.account.id, params.uid, body.vcard, tags.expected(headers), caller)),
    deleteOwnVcard: async ({ principal, params, caller }) => {
      await deleteVcard(deps, principal.account.id, params.uid, caller)
      return {}
    },
    listVcards: async ({ params }) => byUid(await listVcards(deps, params.id)),
    createVcard: async ({ params, body, caller }) =>
      reply({ status: 201, body: presentVcard(await createVcard(deps, params.id, body.vcard, caller)) }),
    getVcard: async ({ params }) => tagged(await getVcard(deps, params.id, params.uid)),
    updateVcard: async ({ params, headers, body, caller }) =>
      tagged(await updateVcard(deps, params.id, params.uid, body.vcard, tags.expected(headers), caller)),
    deleteVcard: async ({ params, caller }) => {
      await deleteVcard(deps, params.id, params.uid, caller)
      return {}
    },
    downloadVcards: async ({ principal }) => vcardFile(fileOfVcards(await listOwnVcards(deps, principal.account.id))),
    downloadVcard: async ({ principal, params }) => vcardFile(fileOfVcards([await getVcard(deps, principal.account.id, params.uid)])),
  }
}

import type { Access } from '../support/access.js'

/** Who may call the operations of mails and SMS. */
export const messagesAccess: Access<'messages'> = {
  listMessages: { access: 'admin', status: 200 },
}

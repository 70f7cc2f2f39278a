import type { Access } from '../support/access.js'

/** Who may call the operations of spaces. */
export const spacesAccess: Access<'spaces'> = {
  listSpaces: { access: 'admin', status: 200 },
  getSpace: { access: 'admin', status: 200, path: () => '/spaces/sip.example.org' },
}

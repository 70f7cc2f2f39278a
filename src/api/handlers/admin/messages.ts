import type { With } from '../../../services/deps.js'
import { listMessagePage } from '../../../services/messages/page.js'
import { presentMessage } from '../../present/admin/messages.js'
import type { Handlers } from '../../types.js'

export const messageHandlers = (deps: With<'accounts'>): Handlers<'messages'> => ({
  listMessages: async ({ query }) => {
    const { messages, perPage, nextCursor } = await listMessagePage(deps, query)
    return { data: messages.map(presentMessage), next_cursor: nextCursor, per_page: perPage }
  },
})

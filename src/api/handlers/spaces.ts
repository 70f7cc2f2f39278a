import type { Platform } from '../../services/platform.js'
import { getSpace, listSpaces } from '../../services/spaces/list.js'
import { presentSpace } from '../present/spaces.js'
import type { Handlers } from '../types.js'

export const spaceHandlers = (deps: Platform): Handlers<'spaces'> => ({
  listSpaces: async () => (await listSpaces(deps)).map((space) => presentSpace(deps, space)),
  getSpace: async ({ params }) => presentSpace(deps, await getSpace(deps, params.domain)),
})

import type { components } from '../../../../generated/openapi.js'
import type { TypeRecord } from '../../../services/types/accountTypes.js'
import type { ActionRecord } from '../../../services/types/actions.js'

export const presentType = ({ id, key }: TypeRecord): components['schemas']['AccountType'] => ({ id, key })

export const presentAction = ({ id, key, code }: ActionRecord): components['schemas']['AccountAction'] => ({ id, key, code })

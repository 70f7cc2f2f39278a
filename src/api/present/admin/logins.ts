import type { components } from '../../../../generated/openapi.js'
import { toIsoDate } from '../../../domain/dates.js'
import type { Hindrance, LoginRecord } from '../../../services/logins/logins.js'

type Schemas = components['schemas']

export const presentLogin = (login: Omit<LoginRecord, 'id' | 'accountId'>): Schemas['Login'] => ({
  scheme: login.scheme as Schemas['LoginScheme'],
  result: login.result as Schemas['LoginResult'],
  address: login.address,
  first_at: toIsoDate(login.firstAt),
  last_at: toIsoDate(login.lastAt),
  times: login.times,
  user_agent: login.userAgent,
  asked: login.asked,
  until: login.until && toIsoDate(login.until),
})

export const presentHindrance = ({ at, until, ...rest }: Hindrance): Schemas['LoginHindrance'] => ({
  ...rest,
  at: at && toIsoDate(at),
  until: until && toIsoDate(until),
})

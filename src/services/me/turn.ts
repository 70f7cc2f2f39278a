import { createHmac } from 'node:crypto'
import { randomResetToken } from '../../domain/codes.js'
import { AppError } from '../../domain/errors.js'
import type { Platform } from '../platform.js'

/** What a TURN server takes that shares TURN_SECRET with this service. */
export interface TurnCredentials {
  username: string
  password: string
  ttl: number
  uris: string[]
}

/** New credentials, good for TURN_TTL seconds (draft-uberti-behave-turn-rest-00): nothing is stored of them. @throws AppError 404 not_enabled */
export function turnCredentials({ config, clock }: Pick<Platform, 'config' | 'clock'>): TurnCredentials {
  const { turnUris: uris, turnSecret, turnTtl: ttl } = config
  if (turnSecret === undefined) throw new AppError(404, 'not_enabled', 'This server has no TURN server.')
  const username = `${Math.floor(clock.now() / 1000) + ttl}:${randomResetToken(clock.random)}`
  return { username, password: createHmac('sha1', turnSecret).update(username).digest('base64'), ttl, uris }
}

import type { IncomingHttpHeaders } from 'node:http'
import { keyedHash } from '../auth/secretBox.js'
import { AppError } from '../domain/errors.js'
import type { Expectation } from '../services/expectation.js'
import type { Platform } from '../services/platform.js'

/** The entity tags of things of one kind (RFC 9110 section 8.8.3): each stands for what `PUT` can write of a thing. */
export interface EntityTags<T> {
  /** the headers of an answer that has the thing */
  of(thing: T): { ETag: string }
  /** what `If-Match` says of the thing that is to be changed (section 13.1.1) */
  expected(headers: IncomingHttpHeaders): Expectation<T>
}

const LENGTH = 22

/**
 * @param kind tells tags of one kind from those of another
 * @param stateOf what `PUT` can write. It may hold secrets: tags are keyed
 */
export function entityTags<T extends { id: number }>(
  { keys }: Pick<Platform, 'keys'>,
  kind: string,
  stateOf: (thing: T) => unknown,
): EntityTags<T> {
  const tag = (thing: T) => `"${keyedHash(keys.etags, kind, String(thing.id), JSON.stringify(stateOf(thing))).slice(0, LENGTH)}"`
  return {
    of: (thing) => ({ ETag: tag(thing) }),
    expected({ 'if-match': ifMatch }) {
      return (before) => {
        if (ifMatch !== undefined && !matches(ifMatch, tag(before))) throw preconditionFailed()
      }
    },
  }
}

/** One of several entity tags, or any. A weak one matches nothing. */
const matches = (ifMatch: string, etag: string): boolean => ifMatch.trim() === '*' || ifMatch.split(',').some((one) => one.trim() === etag)

const preconditionFailed = (): AppError => new AppError(412, 'precondition_failed', 'Somebody has changed this. Read it again.')

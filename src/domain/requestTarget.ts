const ABSOLUTE = /^https?:\/\/[^/?#]*/i

/**
 * A request target in origin-form, path and query as they came: what an absolute one names on this server (RFC 9112 section 3.2.2). Anything else stays
 * as it is.
 */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const start = ABSOLUTE.exec(target)
  if (!start) return target
  const rest = target.slice(start[0].length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** The authority of an absolute target, `sip.example.org:8080`; undefined for one that is not a URL. */
export function authorityOf(target: string): string | undefined {
  return ABSOLUTE.test(target) && URL.canParse(target) ? new URL(target).host : undefined
}

/** A request target for the log: without what its query says. */
export function withoutQuery(target: string): string {
  const [path = '', ...query] = target.slice(0, 200).split('?')
  return query.length > 0 ? `${path}?…` : path
}

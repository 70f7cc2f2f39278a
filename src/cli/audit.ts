import { type Command, InvalidArgumentError } from 'commander'
import { presentAuditEntry } from '../api/present/audit.js'
import { readContract } from '../contract/read.js'
import { listAuditEntries } from '../services/audit/list.js'
import type { AuditAction } from '../services/audit/stamp.js'
import type { With } from '../services/deps.js'
import { defaultSpace } from '../services/spaces/space.js'
import { printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'
import { withDeps } from './frame/withDeps.js'

interface AuditOptions {
  account?: string
  action?: AuditAction
  limit: number
}

export function auditCommand(program: Command, terminal: Terminal): void {
  program
    .command('audit')
    .description('list who did what to which account, the newest first')
    .option('--account <sip>', 'only this account, which need not exist any more; its id will do')
    .option('--action <action>', 'only this action, such as deleteAccount', knownAction)
    .option('--limit <number>', 'how many', atLeastOne, 50)
    .action((options: AuditOptions) => withDeps(terminal, (deps) => runAudit(terminal, deps, options)))
}

async function runAudit(terminal: Terminal, deps: With<'accounts'>, { account, action, limit }: AuditOptions): Promise<void> {
  const about = account === undefined ? undefined : named(deps, account)
  let left = limit
  for (let cursor: string | null = ''; cursor !== null && left > 0; ) {
    const per_page = Math.min(left, 100)
    const query = { per_page, cursor, ...(about !== undefined && { account: about }), ...(action !== undefined && { action }) }
    const page: Awaited<ReturnType<typeof listAuditEntries>> = await listAuditEntries(deps, query)
    if (page.entries.length > 0 || cursor === '') printList(terminal, page.entries.map(presentAuditEntry), 'There is no entry.')
    left -= page.entries.length
    cursor = page.nextCursor
  }
}

/** An account as the audit log names it: by its id, which `id:` may stand before, or by its address. */
function named(deps: With<'accounts'>, account: string): string {
  const [, id] = /^(?:id:)?(\d+)$/.exec(account) ?? []
  return id ?? (account.includes('@') ? account : `${account}@${defaultSpace(deps).domain}`)
}

function knownAction(text: string): AuditAction {
  const schemas = readContract().contract.components!.schemas as Record<string, { enum?: string[] }>
  const known = schemas.AuditAction!.enum!
  if (!known.includes(text)) throw new InvalidArgumentError(`One of ${known.join(', ')}.`)
  return text as AuditAction
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A whole number from 1.')
  return Number(text)
}

import { type RegisteredDevice, type Registrar, RegistrarDown } from '../../src/registrar/registrar.js'

/** A registrar that knows what a test tells it. */
export class RegisteredDevices implements Registrar {
  down = false
  /** whose registrations cannot be removed */
  readonly failing = new Set<string>()
  /** whose registrations were to be removed, each time */
  readonly asked: string[] = []
  /** what happens while some are removed */
  meanwhile: () => Promise<void> = async () => undefined
  private readonly known = new Map<string, RegisteredDevice[]>()

  register({ username, domain }: { username: string; domain: string }, ...devices: RegisteredDevice[]): void {
    this.known.set(`${username}@${domain}`, devices)
  }
  list: Registrar['list'] = async (aor) => this.of(aor)
  remove: Registrar['remove'] = async (aor, uuid) => {
    const before = this.of(aor)
    this.register(aor, ...before.filter((device) => device.uuid !== uuid))
    return before.some((device) => device.uuid === uuid)
  }
  removeAll: Registrar['removeAll'] = async (aor, until) => {
    this.asked.push(`${aor.username}@${aor.domain}`)
    const before = this.of(aor)
    await this.meanwhile()
    if (this.failing.has(aor.username)) throw new Error('Flexisip answers: Error - 408 Timeout')
    this.register(aor, ...before.filter(({ updateTime }) => until && updateTime > until))
  }
  check: Registrar['check'] = async () => 'a registrar for tests'
  close: Registrar['close'] = async () => undefined

  private of({ username, domain }: { username: string; domain: string }): RegisteredDevice[] {
    if (this.down) throw new RegistrarDown('connect ENOENT /tmp/flexisip-proxy-1')
    return this.known.get(`${username}@${domain}`) ?? []
  }
}

/** A registrar in which nobody has registered, but for what a test says. */
export const registrarWith = (more: Partial<Registrar> = {}): Registrar => ({
  list: async () => [],
  remove: async () => false,
  removeAll: async () => undefined,
  check: async () => 'a registrar for tests',
  close: async () => undefined,
  ...more,
})

/** A phone that is registered for an hour from noon of the tests' day. */
export const phone = (uuid: string, userAgent: string | null): RegisteredDevice => ({
  uuid,
  userAgent,
  updateTime: new Date(Date.UTC(2026, 10, 24, 11, 59, 58)),
  expiresAt: new Date(Date.UTC(2026, 10, 24, 13, 0, 0)),
})

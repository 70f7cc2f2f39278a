import type { Readable } from 'node:stream'

/** What a command reads and writes: of this process, or of what stands in for it. */
export interface Terminal {
  /** The variables that configure the service; asked for by commands that need them. */
  environment(): NodeJS.ProcessEnv
  /** Asked for by the command that reads it: opening it is work. */
  stdin(): Readable & { isTTY?: boolean }
  /**
   * Has the system run others first, the service above all. For work that holds no lock for which others wait: a holder that does not get to run would keep
   * them waiting.
   */
  giveWay(): void
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream & { isTTY?: boolean }
  /** whether the result is for a program */
  json: boolean
  /** 1 when the command ran to its end and not everything was well */
  exitCode: 0 | 1
}

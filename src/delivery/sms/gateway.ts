import type { RenderedMessage } from '../messages.js'

/** One way to send SMS. A far end's time-out, its refusal and its nonsense are all errors: the next gateway of the list is tried. */
export interface SmsGateway {
  /** for error texts: the host, and nothing secret */
  readonly name: string
  /** @throws DeliveryError; `permanent` when the gateway says that it will never send to this number */
  send(message: RenderedMessage, signal?: AbortSignal): Promise<void>
  /** Looks whether it answers and takes our credentials; says what it found. @throws DeliveryError */
  check(): Promise<string>
}

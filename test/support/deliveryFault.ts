import type { DeliveryError } from '../../src/delivery/messages.js'

/** Why a message was not sent. @throws Error when it was */
export async function deliveryFault(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.then(
    () => undefined,
    (e: DeliveryError) => e,
  )
  if (!error) throw new Error('it was sent')
  return error
}

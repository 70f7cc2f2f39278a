import type { PushOptions } from '../../src/delivery/push/senders.js'
import { startApnsServer } from './apnsServer.js'
import { startFcmServer } from './fcmServer.js'
import { useFolder } from './folder.js'
import { pusherStandIn } from './pusherStandIn.js'
import { useCertificate } from './tls.js'
import { useForAll } from './use.js'
import { startWebPushServer } from './webPushServer.js'

/**
 * All that a push can go to, for the tests of this block: Apple, Firebase, a push service of the web, flexisip_pusher.
 * @param host of the push service: 127.0.0.1 answers for it
 */
export function usePushFarEnds(host = 'localhost') {
  const folder = useFolder()
  const certificate = useCertificate(host)
  const apple = useForAll(
    () => startApnsServer(certificate, folder.path),
    (one) => one.close(),
  )
  const google = useForAll(
    () => startFcmServer(certificate, folder.path),
    (one) => one.close(),
  )
  const service = useForAll(
    () => startWebPushServer(certificate, host),
    (one) => one.close(),
  )
  const pusher = useForAll(pusherStandIn, (one) => one.remove())
  /** The senders of the service itself, but for what they do where nothing is configured. */
  const native = (): Omit<PushOptions, 'fallback'> => ({
    apns: { ...apple.credentials, hosts: { apns: apple.origin, 'apns.dev': apple.origin } },
    fcm: { credentialsFile: google.credentialsFile, origin: google.origin },
    vapid: { ...service.vapid, resolve: async () => ['127.0.0.1'], allowPrivateAddresses: true },
    webPushHosts: [host],
    ca: certificate.cert,
  })
  return { folder, apple, google, service, pusher, native }
}

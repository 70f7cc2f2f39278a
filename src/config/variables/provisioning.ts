import { lpconfigFile } from '../lpconfigFile.js'
import { integer, list, oneOf, secret, sipUri, turnUri } from '../parsers.js'
import { optional, required } from '../variable.js'

/** What apps are set up with. */
export const provisioningVariables = {
  provisioningTtl: required({
    name: 'PROVISIONING_TTL',
    group: 'provisioning',
    doc: 'Seconds that a link which sets up an app is good.',
    parse: integer(60, 31_536_000),
    fallback: '604800',
  }),
  provisioningHeader: required({
    name: 'PROVISIONING_HEADER',
    group: 'provisioning',
    doc: '`optional` serves apps before 5.3, which send no `X-Linphone-Provisioning`; a link preview may then use a link up.',
    parse: oneOf('required', 'optional'),
    fallback: 'required',
  }),
  provisioningAlgorithm: required({
    name: 'PROVISIONING_ALGORITHM',
    group: 'provisioning',
    doc: 'The algorithm that the SIP server challenges with, `MD5` or `SHA-256`: apps get the hash of the password by it if one is stored. `stored`: what is stored, SHA-256 if both are.',
    parse: oneOf('stored', 'MD5', 'SHA-256'),
    fallback: 'stored',
  }),
  sipRegistrar: optional({
    name: 'SIP_REGISTRAR',
    group: 'provisioning',
    doc: 'Where apps register, with the transport, as in `sip:sip.example.org;transport=tls`.',
    parse: sipUri,
    fallbackText: "sip: and the account's domain, by TLS",
  }),
  sipOutboundProxy: optional({
    name: 'SIP_OUTBOUND_PROXY',
    group: 'provisioning',
    doc: 'What apps send everything through, as in `sip:proxy.example.org;transport=tls`.',
    parse: sipUri,
    fallbackText: 'none',
  }),
  registrationTtl: required({
    name: 'REGISTRATION_TTL',
    group: 'provisioning',
    doc: 'Seconds that apps ask the registrar to keep their registration.',
    parse: integer(60, 31_536_000),
    fallback: '3600',
  }),
  turnUris: required({
    name: 'TURN_URIS',
    group: 'provisioning',
    doc: 'The TURN servers that apps get credentials for, as `turn:turn.example.org:3478,turns:turn.example.org:5349`. Set TURN_SECRET too.',
    parse: list(turnUri),
    fallback: '',
    fallbackText: 'none',
  }),
  turnSecret: optional({
    name: 'TURN_SECRET',
    group: 'provisioning',
    doc: "What the TURN servers share with this service: coturn's `static-auth-secret`.",
    parse: secret,
    secret: 'all',
  }),
  turnTtl: required({
    name: 'TURN_TTL',
    group: 'provisioning',
    doc: 'Seconds that credentials for the TURN servers are good.',
    parse: integer(60, 31_536_000),
    fallback: '86400',
  }),
  provisioningFile: optional({
    name: 'PROVISIONING_FILE',
    group: 'provisioning',
    doc: "A file with your own entries, in the format of Linphone's configuration. It is read at the start.",
    parse: lpconfigFile,
  }),
}

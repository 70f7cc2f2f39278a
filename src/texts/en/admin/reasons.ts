export const reasons = {
  /** why something did not reach a far end; what the far end said stands beside */
  reasons: {
    name_not_found: 'No server was found under this name.',
    refused: 'The server refused the connection.',
    timed_out: 'The server did not answer in time.',
    unreachable: 'The server cannot be reached over the network.',
    closed: 'The server closed the connection before it answered.',
    certificate: 'The certificate of the server is not valid.',
    tls: 'No encrypted connection to the server could be set up.',
    credentials: 'The server did not accept the user name or password.',
    not_public: 'This address leads into a network that webhooks must not reach.',
    country: 'SMS to this country are switched off.',
    no_credits: 'The SMS gateway has no credits left.',
    recipient: 'This address or number cannot receive the message.',
    superseded: 'A newer code was sent instead.',
    unreadable: 'The service cannot read it, because its SECRET has changed.',
    webhook_gone: 'The webhook was deleted.',
    expired: 'It expired before it could be sent.',
    http: (status: string) => `The server answered with HTTP status ${status}.`,
    smtp: (status: string) => `The mail server refused the message (${status}).`,
  },
}

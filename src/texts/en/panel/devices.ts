export const devices = {
  devices: {
    title: 'Your devices',
    lead: 'Phones and apps that are registered with your account right now. A device that is removed comes back when it logs in again: change the password to keep it out; the SIP server may take up to half an hour to forget the old one.',
    device: 'Device',
    unnamed: 'Unknown device',
    seen: 'Last seen',
    expires: 'Registered until',
    action: 'Action',
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name}`,
    none: 'No device is registered at the moment.',
    unconfigured: 'This server does not tell which devices are registered.',
    down: 'The SIP server does not answer at the moment. Try again later.',
  },
}

export const devices = {
  devices: {
    title: 'Your devices',
    lead: 'The phones and apps that are registered with your account right now. A device you remove comes back when it logs in again. To keep it out, change your password; the old password may keep working for calls for up to half an hour.',
    device: 'Device',
    unnamed: 'Unknown device',
    seen: 'Last seen',
    expires: 'Registered until',
    action: 'Action',
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name}`,
    none: 'No device is registered at the moment.',
    unconfigured: 'This server cannot tell which devices are registered.',
    down: 'The SIP server is not responding at the moment. Try again later.',
  },
}

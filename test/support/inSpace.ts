/** The domain of an account that a test writes past the service, with its space. */
export const inSpace = (domain: string) => ({ domain, space: { connectOrCreate: { where: { domain }, create: { domain } } } })

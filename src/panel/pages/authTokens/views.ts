export interface AuthTokensViews {
  /** `device`: what it says it is; `address`: the network address that it asked from */
  'authTokens/attach': { action: string; device: string; address: string; askedAt: Date }
  'authTokens/gone': Record<never, never>
  /** undefined: none was asked for, or it has expired */
  'authTokens/wait': { link: { url: string; qrCode: string } | undefined }
}

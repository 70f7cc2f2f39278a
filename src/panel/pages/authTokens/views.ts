export interface AuthTokensViews {
  /** `device`: what it says it is; `address`: the network address that it asked from */
  'authTokens/attach': { action: string; device: string; address: string; askedAt: Date }
  'authTokens/gone': Record<never, never>
  /** `expired`: there is none, because the one that was shown here works no more */
  'authTokens/wait': { link: { url: string; qrCode: string } | undefined; expired: boolean }
}
